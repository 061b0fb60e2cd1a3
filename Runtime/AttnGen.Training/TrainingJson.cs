using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AttnGen.Training;

/// <summary>Serialization of this assembly's files, generated when compiling.</summary>
[JsonSerializable(typeof(SamplerState))]
[JsonSerializable(typeof(TrainingReport))]
[JsonSerializable(typeof(StepReport))]
[JsonSerializable(typeof(EvaluationReport))]
[JsonSerializable(typeof(SweepResult))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
internal sealed partial class TrainingJson : JsonSerializerContext
{
    /// <summary>Everything in one line.</summary>
    public static TrainingJson Compact => field ??= new(new JsonSerializerOptions(Default.Options));

    /// <summary>For files that are read by people: indented by two, line feeds, readable signs.</summary>
    public static TrainingJson Indented => field ??= new(new JsonSerializerOptions(Default.Options)
    {
        WriteIndented = true,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
