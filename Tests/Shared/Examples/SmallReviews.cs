using System.Text.Json.Nodes;

namespace AttnGen.Tests.Shared;

/// <summary>Sixty short reviews that are easily told apart.</summary>
internal static class SmallReviews
{
    public static async Task<string> WriteAsync(string directory)
    {
        var reviews = Enumerable.Range(0, 60).Select(index => new JsonObject { ["t"] = $"{(index % 2 == 0 ? "A dull and awful film" : "A wonderful, moving film")}, number {index}.", ["s"] = index % 2 });
        var path = Path.Combine(directory, "data.json");
        await File.WriteAllTextAsync(path, new JsonArray([.. reviews]).ToJsonString());
        return path;
    }
}
