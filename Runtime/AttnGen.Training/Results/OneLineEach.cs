using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AttnGen.Training;

/// <summary>Writes each element of a list in a line of its own, so that a run of thousands of steps stays readable and its differences small.</summary>
internal sealed class OneLineEach<T> : JsonConverter<IReadOnlyList<T>>
{
    private static JsonTypeInfo<T> Element => (JsonTypeInfo<T>)TrainingJson.Compact.GetTypeInfo(typeof(T))!;

    public override IReadOnlyList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("An array was expected.");
        }

        List<T> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(JsonSerializer.Deserialize(ref reader, Element) ?? throw new JsonException("An element is null."));
        }

        return items;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        // The writer puts no line break before what it is given raw; the break is therefore part of it.
        string line = writer.Options.Indented ? writer.Options.NewLine + new string(writer.Options.IndentCharacter, writer.Options.IndentSize * writer.CurrentDepth) : "";
        foreach (T item in value)
        {
            writer.WriteRawValue(line + JsonSerializer.Serialize(item, Element), skipInputValidation: true);
        }

        writer.WriteEndArray();
    }
}
