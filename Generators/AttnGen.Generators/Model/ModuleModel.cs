namespace AttnGen.Generators.Model;

/// <summary>All that is emitted for one class: values only, so that an edit that changes none of them emits nothing.</summary>
internal sealed record ModuleModel(TypeModel Type, EquatableArray<MemberModel> Members, ProjectionModel? Projection, StrategyModel? Strategy)
{
    /// <summary>Whether the class has an <c>Apply</c> of its own, which the generated one would collide with.</summary>
    public bool DeclaresApply { get; init; }
}
