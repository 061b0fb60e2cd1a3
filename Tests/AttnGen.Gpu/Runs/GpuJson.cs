using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AttnGen.Gpu.Checks;
using AttnGen.Gpu.Devices;
using AttnGen.Gpu.Measurements;

namespace AttnGen.Gpu.Runs;

/// <summary>The JSON of results and of the lines between processes, by generated code: a native program has no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(Machine))]
[JsonSerializable(typeof(CheckResult))]
[JsonSerializable(typeof(Ceiling))]
[JsonSerializable(typeof(StepReport))]
[JsonSerializable(typeof(RunResults))]
internal sealed partial class GpuJson : JsonSerializerContext
{
    private static GpuJson? files;

    /// <summary>For the lines between processes.</summary>
    public static GpuJson Lines => Default;

    /// <summary>For files. Made when it is asked for: which of two static fields of a partial class is first is not said.</summary>
    public static GpuJson Files =>
        files ??= new GpuJson(new JsonSerializerOptions(Default.Options) { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static string Line<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.Serialize(value, type);

    /// <summary>A line that a child wrote, or null where it is none of these: libtorch writes to the same stream.</summary>
    public static T? Parse<T>(string line, JsonTypeInfo<T> type)
        where T : class
    {
        if (!line.StartsWith('{'))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(line, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
