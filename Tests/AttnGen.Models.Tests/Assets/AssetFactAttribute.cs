using AttnGen.Models.Assets;

namespace AttnGen.Models.Tests.Assets;

/// <summary>A test that needs real weights or data: skipped with the reason where they cannot be had, except in CI, where that is a failure.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AssetFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Problem = new(Fetch);

    public AssetFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true" && Problem.Value is { } problem)
        {
            Skip = problem;
        }
    }

    private static string? Fetch()
    {
        try
        {
            _ = RealAssets.MiniLm;
            return null;
        }
        catch (AssetException problem)
        {
            return problem.Message;
        }
    }
}
