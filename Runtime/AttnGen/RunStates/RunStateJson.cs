using System.Text.Json.Serialization;

namespace AttnGen;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RunStateDocument))]
internal sealed partial class RunStateJson : JsonSerializerContext;
