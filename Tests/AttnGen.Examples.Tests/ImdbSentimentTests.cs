using System.Text.Json.Nodes;

namespace AttnGen.Examples.Tests;

public sealed class ImdbSentimentTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory().FullName;

    public static TheoryData<string[], string> WrongArguments => new()
    {
        { ["--rank", "0"], "--rank is 0" },
        { ["--lambda", "-1"], "--lambda is '-1'" },
        { ["--rate", "1,5"], "--rate is '1,5'" },
        { ["--targets", "qx"], "--targets is 'qx'" },
        { ["--method", "guess"], "guess" },
        { ["--device", "banana"], "--device is 'banana'" },
        { ["--token-budget", "0"], "--token-budget is 0" },
        { ["--precision", "half"], "half" },
        { ["--products", "fastest"], "fastest" },
        { ["--nonsense"], "--nonsense" },
    };

    [Theory]
    [MemberData(nameof(WrongArguments))]
    public async Task A_wrong_argument_is_named(string[] arguments, string expected)
    {
        var run = await ExamplePrograms.RunAsync("ImdbSentiment", [.. arguments, "--output", directory]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(directory));
    }

    [Fact]
    public async Task Assets_that_cannot_be_had_are_an_error_that_says_what_was_tried()
    {
        var run = await ExamplePrograms.RunAsync("ImdbSentiment", ["--output", directory],
            ("ATTNGEN_CACHE", Path.Combine(directory, "cache")), ("ATTNGEN_ASSETS", Path.Combine(directory, "nowhere")), ("PATH", "/nonexistent"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("nowhere", run.Errors, StringComparison.Ordinal);
        Assert.Contains("npm", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    /// <summary>As an empty directory of the model does: a script may always pass both.</summary>
    [AssetFact]
    public async Task An_empty_name_of_the_data_stands_for_the_reviews()
    {
        var run = await ExamplePrograms.RunAsync("ImdbSentiment", ["--data", "", "--model", RealAssets.MiniLm.Directory, "--output", directory],
            ("ATTNGEN_CACHE", Path.Combine(directory, "cache")), ("ATTNGEN_ASSETS", Path.Combine(directory, "nowhere")), ("PATH", "/nonexistent"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("'imdb-reviews' (reviews.json", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_without_the_model_is_an_error_and_not_another_model()
    {
        var nowhere = Path.Combine(directory, "nowhere");
        var run = await ExamplePrograms.RunAsync("ImdbSentiment", ["--model", nowhere, "--output", directory]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"The directory '{nowhere}' does not hold 'all-MiniLM-L6-v2'", run.Errors, StringComparison.Ordinal);
    }

    [AssetFact]
    public async Task Data_that_cannot_be_used_is_an_error_with_the_reason()
    {
        foreach (var (content, expected) in new[]
        {
            ("", "not a JSON array"), ("[]", "has no reviews"), ("[{\"t\":\"a\",\"s\":2}]", "label 2"), ("[{\"t\":\"a\"", "not a JSON array"), ("[{\"t\":\"a\",\"s\":1}]", "more than the 1 distinct"),
        })
        {
            var data = Path.Combine(directory, "data.json");
            await File.WriteAllTextAsync(data, content);
            var output = Path.Combine(directory, "out");
            var run = await ExamplePrograms.RunAsync("ImdbSentiment", ["--data", data, "--output", output]);
            Assert.True(run.ExitCode == 1 && run.Errors.Contains(expected, StringComparison.Ordinal), $"{content}: {run.ExitCode} {run.Errors}");
            Assert.Empty(Directory.GetFileSystemEntries(output));
        }
    }

    [AssetFact]
    public async Task A_small_run_trains_saves_and_predicts_the_same_again()
    {
        var data = await SmallReviews.WriteAsync(directory);
        var output = Path.Combine(directory, "out");
        var run = await ExamplePrograms.RunAsync("ImdbSentiment", ["--data", data, "--samples", "40", "--test-samples", "20", "--length", "24", "--epochs", "3", "--output", output]);
        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Contains("bit for bit", run.Output, StringComparison.Ordinal);
        Assert.Contains("73,728", run.Output, StringComparison.Ordinal);
        Assert.Equal(["adapter_config.json", "adapter_model.safetensors", "run.json", "run.png", "state.safetensors.lock"], Directory.GetFiles(output).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.True((double)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(output, "run.json")))!["results"]!["accuracy"]! > 0.8, run.Output);
    }

    [AssetFact]
    public async Task In_bfloat16_by_a_kernel_of_choice_it_ends_well_and_says_both()
    {
        var data = await SmallReviews.WriteAsync(directory);
        var output = Path.Combine(directory, "out");
        var run = await ExamplePrograms.RunAsync("ImdbSentiment", ["--data", data, "--samples", "40", "--test-samples", "20", "--length", "24", "--output", output, "--precision", "bfloat16", "--products", "standard"]);
        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Contains("Products by frozen weights, by Project and Apply (BFloat16): standard for [384, 384]", run.Output, StringComparison.Ordinal);
        Assert.Contains("the reloaded adapter predicts the same, bit for bit", run.Output, StringComparison.Ordinal);
        Assert.Equal("BFloat16", (string?)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(output, "run.json")))!["settings"]!["precision"]);
    }

    [AssetFact]
    public async Task A_token_budget_makes_the_batches_and_one_that_is_too_small_is_an_error_that_names_the_review()
    {
        var data = await SmallReviews.WriteAsync(directory);
        var output = Path.Combine(directory, "out");
        string[] arguments = ["--data", data, "--samples", "40", "--test-samples", "20", "--length", "24", "--output", output, "--token-budget"];
        var run = await ExamplePrograms.RunAsync("ImdbSentiment", [.. arguments, "48"]);
        Assert.True(run.ExitCode == 0, run.Errors);
        var report = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(output, "run.json")))!;
        var steps = report["steps"]!.AsArray();
        Assert.All(steps, step => Assert.InRange((long)step!["tokens"]!, 1, 48));
        Assert.All(steps, step => Assert.InRange((double)step!["waitSeconds"]!, 0, (double)step["seconds"]!));
        Assert.Equal(40, steps.Sum(step => (int)step!["examples"]!));
        Assert.Equal(48, (int)report["settings"]!["tokenBudget"]!);
        Assert.InRange((double)report["results"]!["dataWaitSeconds"]!, 0, (double)report["results"]!["seconds"]!);

        var small = await ExamplePrograms.RunAsync("ImdbSentiment", [.. arguments, "3"]);
        Assert.Equal(1, small.ExitCode);
        Assert.Contains("The training part, example ", small.Errors, StringComparison.Ordinal);
        Assert.Contains("more than the token budget of a batch, 3", small.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);
}
