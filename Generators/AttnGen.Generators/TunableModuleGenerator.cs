using AttnGen.Generators.Emission;
using AttnGen.Generators.Incrementality;
using AttnGen.Generators.Model;
using AttnGen.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators;

/// <summary>Writes the generated part of each <c>[TunableModule]</c> and <c>[TuneStrategy&lt;TModel&gt;]</c> class. It reports nothing: the analyzer does.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class TunableModuleGenerator : IIncrementalGenerator
{
    /// <summary>The name of the step whose result is the model.</summary>
    internal const string ModelStep = "TunableModules";

    /// <summary>The name of the step whose result is the strategy types.</summary>
    internal const string StrategyStep = "StrategyTypes";

    private static readonly Remembered<ModuleModel> Modules = new(static type => TunableModuleParser.Parse(type, Problem.Ignore));
    private static readonly Remembered<StrategyTypeModel> Strategies = new(static type => StrategyTypeParser.Parse(type, Problem.Ignore));

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var modules = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                Names.TunableModule,
                static (node, _) => true,
                static (target, cancellation) => Modules.Of(target, cancellation))
            .Where(static module => module is not null)
            .WithTrackingName(ModelStep);

        context.RegisterSourceOutput(modules, static (output, module) => output.AddSource(module!.Type.Place.HintName, ModuleEmitter.Emit(module)));

        var strategies = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                Names.TuneStrategy + "`1",
                static (node, _) => true,
                static (target, cancellation) => Strategies.Of(target, cancellation))
            .Where(static strategy => strategy is not null)
            .WithTrackingName(StrategyStep);

        context.RegisterSourceOutput(strategies, static (output, strategy) => output.AddSource(strategy!.Place.HintName, StrategyTypeEmitter.Emit(strategy)));
    }
}
