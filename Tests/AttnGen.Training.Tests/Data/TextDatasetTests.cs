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
    public void Tokenized_texts_keep_their_order()
    {
        TextDataset data = TextDataset.Tokenize([.. Enumerable.Range(0, 5000)], number => new TextExample([number, 7], number % 2), classes: 2);
        Assert.Equal(Enumerable.Range(0, 5000), data.Select(example => example.Ids[0]));
        Assert.Equal(Enumerable.Range(0, 5000).Select(number => number % 2), data.Select(example => example.Label.Class));
    }

    [Fact]
    public void Of_texts_that_cannot_be_tokenized_the_first_is_named()
    {
        for (int attempt = 0; attempt < 20; attempt++)
        {
            InvalidDataException fault = Assert.Throws<InvalidDataException>(() => TextDataset.Tokenize(
                [.. Enumerable.Range(0, 2000)], number => number % 700 == 699 ? throw new FormatException($"no word in {number}") : Good, classes: 2, "The test part"));
            Assert.Equal("The test part, example 699: it could not be tokenized: no word in 699", fault.Message);
            Assert.IsType<FormatException>(fault.InnerException);
        }
    }

    [Fact]
    public void Tokenizing_checks_what_came_out_and_that_there_is_something()
    {
        Assert.Equal("The sample, example 1: it has no tokens.", Assert.Throws<InvalidDataException>(() => TextDataset.Tokenize([3, 0], count => new TextExample(new int[count], 0), 2, "The sample")).Message);
        Assert.Equal("The sample, example 1: it is null.", Assert.Throws<InvalidDataException>(() => TextDataset.Tokenize([3, 0], count => count == 0 ? null! : Good, 2, "The sample")).Message);
        Assert.Contains("is empty", Assert.Throws<InvalidDataException>(() => TextDataset.Tokenize<string>([], _ => Good, 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tokenizing_can_be_cancelled_also_by_a_tokenizer()
    {
        using CancellationTokenSource stop = new();
        int tokenized = 0;
        TextExample Stop(int number)
        {
            Interlocked.Increment(ref tokenized);
            stop.Cancel();
            stop.Token.ThrowIfCancellationRequested();
            return Good;
        }

        Assert.ThrowsAny<OperationCanceledException>(() => TextDataset.Tokenize([.. Enumerable.Range(0, 100_000)], Stop, 2, cancellation: stop.Token));
        Assert.InRange(tokenized, 1, 99_999);
    }

    [Fact]
    public void Good_examples_keep_their_order()
    {
        TextDataset data = new([Good, new TextExample([9], 0)], classes: 2);
        Assert.Equal((2, 2, false), (data.Count, data.Classes, data.HasTypeIds));
        Assert.Equal([3, 1], data.Select(example => example.Length));
    }
}
