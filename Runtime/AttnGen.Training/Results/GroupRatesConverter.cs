using System.Text.Json;
using System.Text.Json.Serialization;

namespace AttnGen.Training;

/// <summary>Writes the rates of groups as one object: <c>{"query":0.001,"value":0.004}</c>.</summary>
internal sealed class GroupRatesConverter : JsonConverter<IReadOnlyList<GroupRate>>
{
    public override IReadOnlyList<GroupRate> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("An object with the rates of the groups was expected.");
        }

        List<GroupRate> rates = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = reader.GetString()!;
            reader.Read();
            rates.Add(new GroupRate(name, reader.TokenType == JsonTokenType.Number ? reader.GetDouble() : throw new JsonException($"The rate of the group \"{name}\" is not a number.")));
        }

        return rates;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<GroupRate> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (GroupRate rate in value)
        {
            writer.WriteNumber(rate.Name, rate.Rate);
        }

        writer.WriteEndObject();
    }
}
