namespace AttnGen.Packaging.Tests;

/// <summary><see cref="AssetFactAttribute"/> for a test that needs the reviews too.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReviewsFactAttribute : FactAttribute
{
    public ReviewsFactAttribute() => Skip = RealAssets.ReviewsProblem;
}
