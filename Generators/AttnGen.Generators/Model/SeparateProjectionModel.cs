namespace AttnGen.Generators.Model;

/// <summary>Three layers, each by its member.</summary>
internal sealed record SeparateProjectionModel(ProjectionMember Query, ProjectionMember Key, ProjectionMember Value) : ProjectionModel
{
    /// <summary>Whether a derived class can use some projection, and so has to have the products.</summary>
    public bool IsInherited => Query.IsInherited || Key.IsInherited || Value.IsInherited;

    public ProjectionMember Of(Matrix matrix) => matrix switch
    {
        Matrix.Q => Query,
        Matrix.K => Key,
        _ => Value,
    };
}
