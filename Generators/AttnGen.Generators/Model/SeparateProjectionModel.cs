namespace AttnGen.Generators.Model;

/// <summary>Three layers, each by its member.</summary>
internal sealed record SeparateProjectionModel(ProjectionMember Query, ProjectionMember Key, ProjectionMember Value) : ProjectionModel
{
    public ProjectionMember Of(Matrix matrix) => matrix switch
    {
        Matrix.Q => Query,
        Matrix.K => Key,
        _ => Value,
    };
}
