using AttnGen.Training.Tests.Support;

namespace AttnGen.Training.Tests.Glue;

/// <summary>GLUE's own files: the published sizes, and the labels' balance as it was counted by other means.</summary>
public sealed class RealGlueTests
{
    [GlueTheory]
    [InlineData("SST-2", GluePart.Train, new[] { 29780, 37569 })]
    [InlineData("SST-2", GluePart.Development, new[] { 428, 444 })]
    [InlineData("QNLI", GluePart.Development, new[] { 2702, 2761 })]
    [InlineData("RTE", GluePart.Development, new[] { 146, 131 })]
    [InlineData("MRPC", GluePart.Development, new[] { 129, 279 })]
    [InlineData("CoLA", GluePart.Development, new[] { 322, 721 })]
    [InlineData("CoLA", GluePart.SubsetTrain, new[] { 2292, 5403 })]
    [InlineData("CoLA", GluePart.SubsetDevelopment, new[] { 236, 620 })]
    [InlineData("SST-2", GluePart.SubsetTrain, new[] { 2986, 3241 })]
    [InlineData("MRPC", GluePart.SubsetTrain, new[] { 1074, 2226 })]
    [InlineData("RTE", GluePart.SubsetTrain, new[] { 1132, 1108 })]
    [InlineData("QNLI", GluePart.SubsetTrain, new[] { 4523, 4476 })]
    [InlineData("QQP", GluePart.SubsetTrain, new[] { 5747, 3252 })]
    [InlineData("QQP", GluePart.SubsetDevelopment, new[] { 623, 377 })]
    [InlineData("MNLI", GluePart.SubsetTrain, new[] { 3061, 2980, 2958 })]
    [InlineData("MNLI", GluePart.SubsetDevelopment, new[] { 347, 333, 320 })]
    public void A_part_has_its_examples_of_each_class(string task, GluePart part, int[] counts)
    {
        GlueSet set = RealGlue.Directory.Read(GlueTask.Parse(task), part);
        Assert.Equal(counts, Enumerable.Range(0, counts.Length).Select(label => set.Count(example => example.Label.Class == label)));
        Assert.Equal(counts.Sum(), set.Count);
        Assert.Empty(set.LeftOut);
        Assert.All(set, example => Assert.NotEmpty(example.First));
    }

    [GlueTheory]
    [InlineData(GluePart.Development, 1500)]
    [InlineData(GluePart.SubsetTrain, 5173)]
    [InlineData(GluePart.SubsetDevelopment, 575)]
    public void The_scores_of_STS_B_are_from_0_to_5(GluePart part, int count)
    {
        GlueSet set = RealGlue.Directory.Read(GlueTask.StsB, part);
        Assert.Equal((count, 0f, 5f), (set.Count, set.Min(example => example.Label.Score), set.Max(example => example.Label.Score)));
        Assert.All(set, example => Assert.NotEmpty(example.Second!));
    }

    /// <summary>Two formats of the same examples, made by different people: a column or a label read wrongly shows.</summary>
    [GlueTheory]
    [InlineData("SST-2", 32, 32)]
    [InlineData("CoLA", 32, 32)]
    [InlineData("MRPC", 32, 32)]
    [InlineData("QQP", 32, 4)]
    [InlineData("MNLI", 48, 1)]
    [InlineData("QNLI", 32, 4)]
    [InlineData("RTE", 32, 32)]
    [InlineData("STS-B", 32, 32)]
    public void Samples_in_both_formats_agree_where_they_share_examples(string name, int count, int shared)
    {
        GlueTask task = GlueTask.Parse(name);
        Dictionary<(string, string?), Label> known = [];
        foreach (GlueExample example in new[] { GluePart.SubsetTrain, GluePart.SubsetDevelopment }.SelectMany(part => RealGlue.Directory.Read(task, part)))
        {
            known[Key(example)] = example.Label;
        }

        string folder = Path.GetDirectoryName(Path.GetDirectoryName(RealGlue.Directory.Find(task, GluePart.SubsetTrain)))!;
        GlueSet sample = task.ReadFile(Path.Combine(folder, "k-shot", name, "16-13", "train.tsv"));
        GlueExample[] both = [.. sample.Where(example => known.ContainsKey(Key(example)))];
        Assert.Equal((count, shared), (sample.Count, both.Length));
        Assert.All(both, example => Assert.Equal(known[Key(example)], example.Label));

        static (string, string?) Key(GlueExample example) => (example.First.Trim(), example.Second?.Trim());
    }

    [GlueTheory]
    [InlineData("SST-2", "train.tsv", true)]
    [InlineData("RTE", "subset_train.json", true)]
    [InlineData("MNLI", "subset_train.json", false)]
    [InlineData("QQP", "subset_train.json", false)]
    public void A_split_says_whether_it_is_official(string task, string training, bool official)
    {
        GlueSplit split = RealGlue.Directory.ReadSplit(GlueTask.Parse(task));
        Assert.Equal((training, official), (Path.GetFileName(split.Training.Path), split.IsOfficial));
        HashSet<(string, string?)> trained = [.. split.Training.Select(example => (example.First, example.Second))];
        Assert.DoesNotContain(split.Development[0].Where(example => example.Second is not null), example => trained.Contains((example.First, example.Second)));
    }
}
