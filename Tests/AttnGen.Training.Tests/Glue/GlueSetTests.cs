using AttnGen.Models.Tokenization;
using TorchSharp;

namespace AttnGen.Training.Tests.Glue;

public sealed class GlueSetTests : IDisposable
{
    private readonly GlueFiles files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void A_draw_has_the_labels_in_their_proportions_and_is_the_same_for_a_seed()
    {
        GlueSet all = Sentences(300, i => i % 3 == 0 ? "1" : "0");
        GlueSet drawn = all.Take(60, seed: 5);
        Assert.Equal((60, 20), (drawn.Count, drawn.Count(example => example.Label.Class == 1)));
        Assert.Equal(60, drawn.Select(example => example.First).Distinct().Count());
        Assert.Equal(drawn, all.Take(60, seed: 5));
        Assert.Equal(drawn.Fingerprint, all.Take(60, seed: 5).Fingerprint);
        Assert.NotEqual(drawn.Fingerprint, all.Take(60, seed: 6).Fingerprint);
        Assert.Equal(300, all.Take(300, seed: 1).Count);
        // What was drawn when this was written is drawn on every machine.
        Assert.Equal(["20", "39", "292"], drawn.Take(3).Select(example => example.First));
    }

    [Fact]
    public void A_draw_of_scores_has_their_whole_parts_in_their_proportions()
    {
        GlueSet all = GlueTask.StsB.ReadFile(files.Write("train.tsv", "sentence1\tsentence2\tscore\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"{i}\tb\t{(i % 10 == 0 ? "4.5" : "1.25")}\n"))));
        Assert.Equal(3, all.Take(30, seed: 2).Count(example => example.Label.Score == 4.5f));
    }

    [Fact]
    public void What_is_held_out_is_not_among_the_rest_and_both_have_the_labels_in_their_proportions()
    {
        GlueSet all = Sentences(300, i => i % 3 == 0 ? "1" : "0");
        (GlueSet heldOut, GlueSet rest) = all.Split(30, seed: 5);
        Assert.Equal((30, 10, 270, 90), (heldOut.Count, heldOut.Count(example => example.Label.Class == 1), rest.Count, rest.Count(example => example.Label.Class == 1)));
        Assert.Equal(300, heldOut.Concat(rest).Select(example => example.First).Distinct().Count());
        Assert.Equal(heldOut.Fingerprint, all.Split(30, seed: 5).HeldOut.Fingerprint);
        Assert.Contains("has 300 examples of SST-2: hold out fewer.", Assert.Throws<ArgumentOutOfRangeException>(() => all.Split(300, 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => all.Split(0, 0));
    }

    [Fact]
    public void More_than_there_is_cannot_be_drawn()
    {
        GlueSet all = Sentences(3, _ => "1");
        Assert.Contains("has 3 examples of SST-2. Take no more.", Assert.Throws<ArgumentOutOfRangeException>(() => all.Take(4, 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => all.Take(0, 0));
    }

    [Fact]
    public void Sentences_have_no_type_ids()
    {
        GlueSet set = GlueTask.Cola.ReadFile(files.Write("train.tsv", "a\t1\t\tRed dark green\nb\t0\t*\tblue\n"));
        TextDataset data = set.Tokenize(files.Tokenizer(), maxLength: 4);
        Assert.Equal((2, false, "CoLA (train.tsv)"), (data.Classes, data.HasTypeIds, data.Name));
        Assert.Equal([[2, 5, 8, 3], [2, 7, 3]], data.Select(example => example.Ids));
        Assert.Equal([1, 0], data.Select(example => example.Label.Class));
    }

    [Fact]
    public void Pairs_come_to_their_batches_with_type_ids()
    {
        GlueSet set = GlueTask.StsB.ReadFile(files.Write("dev.tsv", "sentence1\tsentence2\tscore\nred\tgreen .\t2.5\ndark dark dark dark\tlight blue .\t5\n\tblue\t0\n"));
        TextDataset data = set.Tokenize(files.Tokenizer(), maxLength: 8);
        Assert.Equal((null, true), (data.Classes, data.HasTypeIds));
        using Batch batch = Assert.Single(new TextBatches(data, BatchOptions.ForEvaluation() with { WindowBatches = 0 }).Epoch(0).Select(Copy));
        Assert.Equal([2, 5, 3, 6, 10, 3, 0, 0, 2, 8, 8, 8, 3, 9, 7, 3, 2, 3, 7, 3, 0, 0, 0, 0], batch.Ids.data<long>());
        Assert.Equal([0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0], batch.TypeIds!.data<long>());
        Assert.Equal([6L, 8, 4], batch.Mask.sum([1L]).data<long>());
        Assert.Equal([2.5f, 5, 0], batch.Labels.data<float>());
    }

    [Fact]
    public void Pairs_keep_a_token_budget()
    {
        SeededRandom random = new(4);
        string Text() => string.Join(' ', Enumerable.Repeat("red", 1 + random.NextBelow(9)));
        GlueSet set = GlueTask.Rte.ReadFile(files.Write("train.tsv", "sentence1\tsentence2\tlabel\n" + string.Concat(Enumerable.Range(0, 200).Select(_ => $"{Text()}\t{Text()}\tentailment\n"))));
        TextBatches batches = new(set.Tokenize(files.Tokenizer(), maxLength: 16), new BatchOptions { TokenBudget = 64, Seed = 3 });
        int examples = 0;
        foreach (Batch batch in batches.Epoch(0))
        {
            Assert.InRange(batch.Ids.numel(), 1, 64);
            Assert.Equal(batch.Ids.shape, batch.TypeIds!.shape);
            // A token of the second text is one of the text's.
            Assert.Equal(0, batch.TypeIds.masked_select(batch.Mask.logical_not()).sum().item<long>());
            examples += batch.Count;
        }

        Assert.Equal(200, examples);
    }

    [Fact]
    public void A_length_without_room_is_refused_before_a_text_is_read()
    {
        WordPieceTokenizer tokenizer = files.Tokenizer();
        Assert.Throws<ArgumentOutOfRangeException>(() => Sentences(2, _ => "1").Tokenize(tokenizer, maxLength: 1));
        GlueSet pairs = GlueTask.Rte.ReadFile(files.Write("train.tsv", "sentence1\tsentence2\tlabel\na\tb\tentailment\n"));
        Assert.Throws<ArgumentOutOfRangeException>(() => pairs.Tokenize(tokenizer, maxLength: 2));
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => pairs.Tokenize(tokenizer, cancellation: stop.Token));
    }

    private static Batch Copy(Batch batch) => new(batch.Ids.clone(), batch.Mask.clone(), batch.Labels.clone(), batch.TypeIds!.clone(), batch.Plan);

    private GlueSet Sentences(int count, Func<int, string> label) =>
        GlueTask.Sst2.ReadFile(files.Write("sst.tsv", "sentence\tlabel\n" + string.Concat(Enumerable.Range(0, count).Select(i => $"{i}\t{label(i)}\n"))));
}
