namespace AttnGen.Generators.Model;

/// <summary>Three layers, each by the name of its member.</summary>
internal sealed record SeparateProjectionModel(string Query, string Key, string Value) : ProjectionModel
{
    public string Of(Matrix matrix) => matrix switch
    {
        Matrix.Q => Query,
        Matrix.K => Key,
        _ => Value,
    };
}
