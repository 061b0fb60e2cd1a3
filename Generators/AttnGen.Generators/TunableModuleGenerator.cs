using System;
using AttnGen.Generators.Emission;
using AttnGen.Generators.Incrementality;
using AttnGen.Generators.Model;
using AttnGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AttnGen.Generators;

/// <summary>Writes the generated part of each <c>[TunableModule]</c> and <c>[TuneStrategy&lt;TModel&gt;]</c> class. It reports nothing: the analyzer does.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class TunableModuleGenerator : IIncrementalGenerator
{
    /// <summary>The name of the step whose result is the model.</summary>
    internal const string ModelStep = "TunableModules";

    /// <summary>The name of the step whose result is the strategy types.</summary>
    internal const string StrategyStep = "StrategyTypes";

    /// <summary>The name of the step that reads the strategy files.</summary>
    internal const string FileStep = "StrategyFiles";

    /// <summary>The name of the step whose result is what the strategy files declare.</summary>
    internal const string FileStrategyStep = "FileStrategies";

    /// <summary>The name of the step whose result is the declared models of other assemblies.</summary>
    internal const string ForeignStep = "ForeignModels";

    private static readonly Remembered<ModuleModel> Modules = new(static type => TunableModuleParser.Parse(type, Problem.Ignore));
    private static readonly Remembered<StrategyTypeModel> Strategies = new(static type => StrategyTypeParser.Parse(type, Problem.Ignore));
    private static readonly RememberedForeign Foreign = new();
    private static readonly RememberedFiles Files = new();

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

        var foreign = context.CompilationProvider
            .Select(static (compilation, cancellation) => Foreign.Of(compilation, cancellation))
            .WithTrackingName(ForeignStep)
            .SelectMany(static (declared, _) => declared.Models);

        context.RegisterSourceOutput(foreign, static (output, model) => output.AddSource(model.Place.HintName, ForeignEmitter.Emit(model)));

        var files = context.AdditionalTextsProvider
            .Where(static file => StrategyFileModel.IsOne(file.Path))
            .Select(static (file, cancellation) => file.GetText(cancellation) is { } text ? StrategyFileModel.Read(file.Path, text) : null)
            .Where(static file => file is not null)
            .WithTrackingName(FileStep)
            .Collect();
        // Where no analyzer runs, the errors of the files are the compiler's.
        var unanalyzed = context.AnalyzerConfigOptionsProvider.Select(static (options, _) => IsFalse(options, "RunAnalyzers") || IsFalse(options, "RunAnalyzersDuringBuild"));
        var declared = files.Combine(unanalyzed).Combine(context.CompilationProvider)
            .Select(static (all, cancellation) => Files.Of(all.Left.Left!, all.Left.Right, all.Right, cancellation))
            .WithTrackingName(FileStrategyStep);

        context.RegisterSourceOutput(declared.SelectMany(static (all, _) => all.Strategies), static (output, strategy) => output.AddSource(strategy.Place.HintName, StrategyTypeEmitter.Emit(strategy)));
        context.RegisterSourceOutput(declared.Select(static (all, _) => all.Errors), static (output, errors) =>
        {
            if (errors.Count > 0)
            {
                output.AddSource("StrategyFiles.errors.g.cs", FileErrorsEmitter.Emit(errors));
            }
        });
    }

    private static bool IsFalse(AnalyzerConfigOptionsProvider options, string property) =>
        options.GlobalOptions.TryGetValue($"build_property.{property}", out var value) && string.Equals(value, "false", StringComparison.OrdinalIgnoreCase);
}
