using AttnGen.Models.Assets;

namespace AttnGen.Training.Tests.Glue;

public sealed class GlueDirectoryTests : IDisposable
{
    private const string Header = "sentence\tlabel\n";
    private const string Subset = """{ "0": { "text_a": "subset", "text_b": null, "label": "1" } }""";

    private readonly GlueFiles files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void A_part_is_found_in_its_tasks_folder_by_either_name()
    {
        GlueDirectory directory = new(Path.Combine(files.Root, "none"), files.Root);
        Assert.Null(directory.Find(GlueTask.Sst2, GluePart.Development));
        string deep = files.Write("glue/SST-2/dev.tsv", Header + "deep\t1\n");
        Assert.Equal(deep, directory.Find(GlueTask.Sst2, GluePart.Development));
        string plain = files.Write("SST-2/dev.tsv", Header + "plain\t1\n");
        Assert.Equal(plain, directory.Find(GlueTask.Sst2, GluePart.Development));
        string official = files.Write("SST-2/official_dev.tsv", Header + "official\t1\n");
        Assert.Equal(official, directory.Find(GlueTask.Sst2, GluePart.Development));
        Assert.Equal("official", directory.Read(GlueTask.Sst2, GluePart.Development)[0].First);
        Assert.Null(directory.Find(GlueTask.Sst2, GluePart.DevelopmentMismatched));
        Assert.Null(directory.Find(GlueTask.Rte, GluePart.Development));
    }

    [Fact]
    public void A_directory_of_the_callers_comes_before_the_environments()
    {
        string own = files.Write("own/SST-2/train.tsv", Header + "own\t1\n");
        string data = files.Write("data/glue/SST-2/train.tsv", Header + "data\t1\n");
        string assets = files.Write("assets/SST-2/train.tsv", Header + "assets\t1\n");
        string? formerData = Environment.GetEnvironmentVariable(GlueDirectory.DataVariable);
        string? formerAssets = Environment.GetEnvironmentVariable(AssetStore.AssetsVariable);
        try
        {
            Environment.SetEnvironmentVariable(AssetStore.AssetsVariable, Path.Combine(files.Root, "assets"));
            Environment.SetEnvironmentVariable(GlueDirectory.DataVariable, "");
            Assert.Equal(assets, GlueDirectory.Create().Find(GlueTask.Sst2, GluePart.Train));
            Environment.SetEnvironmentVariable(GlueDirectory.DataVariable, Path.Combine(files.Root, "data"));
            Assert.Equal(data, GlueDirectory.Create().Find(GlueTask.Sst2, GluePart.Train));
            Assert.Equal(own, GlueDirectory.Create(Path.Combine(files.Root, "own")).Find(GlueTask.Sst2, GluePart.Train));
        }
        finally
        {
            Environment.SetEnvironmentVariable(GlueDirectory.DataVariable, formerData);
            Environment.SetEnvironmentVariable(AssetStore.AssetsVariable, formerAssets);
        }
    }

    [Fact]
    public void What_is_not_there_is_said_with_the_places()
    {
        string message = Assert.Throws<AssetException>(() => new GlueDirectory(files.Root).Read(GlueTask.Rte, GluePart.Development)).Message;
        Assert.StartsWith("The part Development of RTE (official_dev.tsv or dev.tsv) is not there. What was tried:", message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(files.Root, "RTE", "dev.tsv"), message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(files.Root, "glue", "RTE", "official_dev.tsv"), message, StringComparison.Ordinal);
        Assert.EndsWith("with a folder RTE and name it (ATTNGEN_DATA).", message, StringComparison.Ordinal);
        Assert.Contains("No directory was named.", Assert.Throws<AssetException>(() => new GlueDirectory().Read(GlueTask.Rte, GluePart.Train)).Message, StringComparison.Ordinal);
        Assert.Equal("RTE has no part DevelopmentMismatched.", Assert.Throws<AssetException>(() => new GlueDirectory(files.Root).Read(GlueTask.Rte, GluePart.DevelopmentMismatched)).Message);
    }

    [Fact]
    public void The_official_parts_are_taken_where_they_are_and_never_mixed_with_samples_of_the_training_part()
    {
        GlueDirectory directory = new(files.Root);
        Assert.Throws<AssetException>(() => directory.ReadSplit(GlueTask.Sst2));

        files.Write("SST-2/train.tsv", Header + "train\t1\n");
        files.Write("SST-2/subset_train.json", Subset);
        files.Write("SST-2/subset_dev.json", Subset);
        // The training part has the examples of subset_dev.json in it.
        Assert.Equal(("subset_train.json", "subset_dev.json", false), Split(GlueTask.Sst2));

        files.Write("SST-2/dev.tsv", Header + "dev\t1\n");
        Assert.Equal(("train.tsv", "dev.tsv", true), Split(GlueTask.Sst2));

        File.Delete(Path.Combine(files.Root, "SST-2", "train.tsv"));
        Assert.Equal(("subset_train.json", "dev.tsv", true), Split(GlueTask.Sst2));

        (string, string, bool) Split(GlueTask task)
        {
            GlueSplit split = directory.ReadSplit(task);
            return (Path.GetFileName(split.Training.Path), Path.GetFileName(Assert.Single(split.Development).Path), split.IsOfficial);
        }
    }

    /// <summary>GLUE has no samples: whoever looked for them there looked in vain.</summary>
    [Theory]
    [InlineData("", "The parts Train of MNLI (train.tsv) and Development of MNLI (dev_matched.tsv) and DevelopmentMismatched of MNLI (dev_mismatched.tsv) are not there, nor the samples that can stand in for them (subset_train.json, subset_dev.json). What was tried:")]
    [InlineData("train.tsv dev_matched.tsv", "The part DevelopmentMismatched of MNLI (dev_mismatched.tsv) is not there, nor the samples that can stand in for it (subset_train.json, subset_dev.json). What was tried:")]
    [InlineData("dev_matched.tsv dev_mismatched.tsv subset_dev.json", "The part Train of MNLI (train.tsv) is not there, nor the samples that can stand in for it (subset_train.json). What was tried:")]
    [InlineData("train.tsv dev_mismatched.tsv subset_train.json", "The part Development of MNLI (dev_matched.tsv) is not there, nor the samples that can stand in for it (subset_dev.json). What was tried:")]
    public void What_is_missing_of_a_split_is_the_official_part_of_it(string there, string expected)
    {
        foreach (string file in there.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            files.Write($"MNLI/{file}", "");
        }

        string message = Assert.Throws<AssetException>(() => new GlueDirectory(files.Root).ReadSplit(GlueTask.Mnli)).Message;
        Assert.StartsWith(expected, message, StringComparison.Ordinal);
        Assert.Equal(expected.Split(".tsv)").Length - 1 + expected.Split(".json").Length - 1, message.Split(Path.Combine(files.Root, "MNLI")).Length - 1);
    }

    [Fact]
    public void Official_of_MNLI_are_both_parts_or_none()
    {
        const string pairs = "sentence1\tsentence2\tgold_label\na\tb\tneutral\n";
        const string subset = """{ "0": { "text_a": "a", "text_b": "b", "label": "neutral" } }""";
        GlueDirectory directory = new(files.Root);
        files.Write("MNLI/train.tsv", pairs);
        files.Write("MNLI/dev_matched.tsv", pairs);
        files.Write("MNLI/subset_train.json", subset);
        files.Write("MNLI/subset_dev.json", subset);
        Assert.Equal(["subset_dev.json"], directory.ReadSplit(GlueTask.Mnli).Development.Select(part => Path.GetFileName(part.Path)));
        files.Write("MNLI/dev_mismatched.tsv", pairs);
        GlueSplit split = directory.ReadSplit(GlueTask.Mnli);
        Assert.Equal(["dev_matched.tsv", "dev_mismatched.tsv"], split.Development.Select(part => Path.GetFileName(part.Path)));
        Assert.Equal("train.tsv", Path.GetFileName(split.Training.Path));
    }
}
