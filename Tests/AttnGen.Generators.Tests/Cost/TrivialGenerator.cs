using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Tests.Cost;

/// <summary>The least that a generator over an attribute can do: the class's name, and one file.</summary>
internal sealed class TrivialGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var names = context.SyntaxProvider.ForAttributeWithMetadataName("AttnGen.TunableModuleAttribute", static (_, _) => true, static (target, _) => new Found(target.TargetSymbol.Name));
        context.RegisterSourceOutput(names, static (output, found) => output.AddSource($"{found.Name}.g.cs", $"// {found.Name}"));
    }

    private sealed record Found(string Name);
}
