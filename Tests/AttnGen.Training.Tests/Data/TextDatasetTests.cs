namespace AttnGen.Training.Tests.Data;

public sealed class TextDatasetTests
{
    private static readonly TextExample Good = new([1, 2, 3], 1);

    public static TheoryData<TextExample, int?, string> Faults => new()
    {
        { new TextExample([1], 2), 2, "label 2 is out of range: with 2 classes, labels are 0 to 1" },
        { new TextExample([1], -1), 2, "label -1 is out of range: with 2 classes, labels are 0 to 1" },
        { new TextExample([1], 0.5f), 2, "label 0.5 is a score, but 2 classes were announced" },
        { new TextExample([], 0), 2, "it has no tokens" },
        { new TextExample([4, -7], 0), 2, "token 1 has the id -7" },
        { new TextExample([4], 0, [0]), 2, "it has type ids, but example 0 has none" },
        { null!, 2, "it is null" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_bad_example_is_refused_by_its_index(TextExample bad, int? classes, string reason)
    {
        string message = Assert.Throws<InvalidDataException>(() => new TextDataset([Good, Good, bad], classes, "The training part")).Message;
        Assert.StartsWith("The training part, example 2: ", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_example_at_all_is_refused() =>
        Assert.Equal("The test part is empty: there must be at least one example.", Assert.Throws<InvalidDataException>(() => new TextDataset([], 2, "The test part")).Message);

    [Fact]
    public void Type_ids_of_another_number_are_refused() =>
        Assert.Contains("it has 2 tokens but 3 type ids", Assert.Throws<InvalidDataException>(() => new TextDataset([new TextExample([1, 2], 0, [0, 0, 0])], 2)).Message, StringComparison.Ordinal);

    [Fact]
    public void Scores_are_finite_and_not_classes()
    {
        Assert.Contains("must be finite", Assert.Throws<InvalidDataException>(() => new TextDataset([new TextExample([1], float.NaN)], classes: null)).Message, StringComparison.Ordinal);
        Assert.Contains("is a class", Assert.Throws<InvalidDataException>(() => new TextDataset([new TextExample([1], 3)], classes: null)).Message, StringComparison.Ordinal);
        Assert.Equal(2.5f, new TextDataset([new TextExample([1], 2.5f)], classes: null)[0].Label.Score);
    }

    [Fact]
    public void Good_examples_keep_their_order()
    {
        TextDataset data = new([Good, new TextExample([9], 0)], classes: 2);
        Assert.Equal((2, 2, false), (data.Count, data.Classes, data.HasTypeIds));
        Assert.Equal([3, 1], data.Select(example => example.Length));
    }
}
