using AttnGen.Generators.Model;

namespace AttnGen.Generators.Emission;

/// <summary>Writes what a model class of another assembly cannot have itself: its description, and the beginning of its sessions, as extension methods.</summary>
internal static class ForeignEmitter
{
    private const string Strategies = "global::AttnGen.TuneStrategy";

    public static string Emit(ForeignModel model) => PlaceEmitter.Emit(
        model.Place,
        source => source.Lines($"/// <summary>Fine-tuning of <see cref=\"{model.Reference}\"/>, a class of another assembly.</summary>").Lines(ModuleEmitter.GeneratedCode),
        "",
        source =>
        {
            Map(source, model);
            Method(source, model, "Begins a session of a strategy. Dispose it before the next one.", "global::AttnGen.TuningSession", "BeginTuning",
                $"{Strategies}<{model.Reference}> strategy, global::AttnGen.TuningOptions? options = null", "strategy, options");
            Method(source, model, "Takes the adapters off; the projections are as they were before.", "void", "RemoveAdapter", "", "");
            Method(source, model, "Adds what the adapters learned to the projections' own weights, and takes the adapters off.", "void", "Merge", "", "");
            Method(source, model, "Saves adapters and head as the directory that Python's PEFT loads.", "void", "SaveAdapter",
                "string directory, string? baseModel = null, string? taskType = null", "directory, baseModel, taskType");
            Method(source, model, "Puts saved adapters on the model, and the saved head into its head.", "void", "LoadAdapter", "string directory", "directory", last: true);
        });

    private static void Map(SourceWriter source, ForeignModel model)
    {
        var type = $"global::AttnGen.CompilerServices.ForeignModel<{model.Reference}>";
        source.Lines("// Map: where the projections and the head are.").Blank();
        source.Lines("/// <summary>Where the projections and the head are.</summary>").Lines(ModuleEmitter.GeneratedCode).Lines(ModuleEmitter.Hidden);
        if (model.Error is { } error)
        {
            source.Lines($"internal static {type} Map => throw new global::AttnGen.TuningException({Literal.Of(error)});").Blank();
        }
        else
        {
            source.Lines($"internal static {type} Map {{ get; }} = new {type}()");
            var calls = new System.Collections.Generic.List<string>();
            foreach (var projection in model.Projections)
            {
                calls.Add(projection.Layer is { } layer
                    ? $".Projection<{layer}>({projection.Role.Literal()}, {Literal.Of(projection.Text)}, static layer => layer.{Parsing.Symbols.Escape(projection.Text)})"
                    : $".Projection({projection.Role.Literal()}, {Literal.Of(projection.Text)})");
            }

            if (model.Head is { } head)
            {
                calls.Add($".Head({Literal.Of(head)})");
            }

            source.Lines(string.Join("\n", calls.ConvertAll(call => "    " + call)) + ";").Blank();
        }

        source.Lines("// Sessions and adapter files: what a [TunableModule] class has itself.").Blank();
    }

    private static void Method(SourceWriter source, ForeignModel model, string summary, string returns, string name, string parameters, string arguments, bool last = false)
    {
        source.Lines($"/// <summary>{summary}</summary>").Lines($"/// <inheritdoc cref=\"global::AttnGen.TunableModuleExtensions.{name}\"/>");
        if (model.Error is { } error)
        {
            source.Lines($"[global::System.Obsolete({Literal.Of(error)}, error: true)]");
        }

        source.Lines(ModuleEmitter.GeneratedCode);
        source.Lines($"internal static {returns} {name}(this {model.Reference} model{(parameters.Length == 0 ? "" : ", " + parameters)}) =>");
        source.Lines($"    Map.{name}(model{(arguments.Length == 0 ? "" : ", " + arguments)});");
        if (!last)
        {
            source.Blank();
        }
    }
}
