using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Tests.Cost;

/// <summary>
/// The least that a generator can do which has to know what the members of a class are: it asks the compiler for its attributes and
/// for their types and attributes, and forgets the answers.
/// </summary>
internal sealed class BindingGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var names = context.SyntaxProvider.ForAttributeWithMetadataName("AttnGen.TunableModuleAttribute", static (_, _) => true, static (target, _) => Read((INamedTypeSymbol)target.TargetSymbol));
        context.RegisterSourceOutput(names, static (output, found) => output.AddSource($"{found.Name}.g.cs", $"// {found.Name}"));
    }

    private static Found Read(INamedTypeSymbol type)
    {
        var known = type.GetAttributes().Sum(attribute => attribute.ConstructorArguments.Length + attribute.NamedArguments.Length);
        foreach (var member in type.GetMembers())
        {
            if (member is IFieldSymbol field)
            {
                known += field.Type.Name.Length + field.GetAttributes().Sum(attribute => attribute.ConstructorArguments.Length + attribute.NamedArguments.Length);
            }
        }

        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            known += parent.Name.Length;
        }

        return new Found(type.Name, known);
    }

    private sealed record Found(string Name, int Known);
}
