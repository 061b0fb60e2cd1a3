using AttnGen.Training.Tests.Support;
using CsCheck;

namespace AttnGen.Training.Tests.Data;

public sealed class BatchSamplerTests
{
    private static readonly Gen<(int[] Lengths, int Size, BatchOptions Options, int Epoch)> Cases =
        from lengths in Gen.Int[1, 40].Array[1, 150]
        from size in Gen.Int[1, 20]
        from window in Gen.Int[0, 5]
        from shuffle in Gen.Bool
        from seed in Gen.Long
        from epoch in Gen.Int[0, 5]
        select (lengths, size, new BatchOptions { BatchSize = size, WindowBatches = window, Shuffle = shuffle, Seed = seed }, epoch);

    [Fact]
    public void Every_example_comes_exactly_once_an_epoch() => Cases.Sample(sample =>
    {
        BatchSampler sampler = new(sample.Lengths, sample.Options);
        IReadOnlyList<BatchPlan> batches = sampler.Remaining(sampler.StartOf(sample.Epoch));
        return batches.SelectMany(batch => batch.Indices).Order().SequenceEqual(Enumerable.Range(0, sample.Lengths.Length))
            && batches.Count == sampler.BatchesPerEpoch
            && batches.Count(batch => batch.Indices.Length < sample.Size) <= 1
            && batches.All(batch => batch.Indices.Length <= sample.Size);
    });

    [Fact]
    public void Without_the_last_batch_all_are_full() => Cases.Where(sample => sample.Lengths.Length >= sample.Size).Sample(sample =>
    {
        BatchSampler sampler = new(sample.Lengths, sample.Options with { DropLast = true });
        int[] indices = [.. sampler.Remaining(sampler.StartOf(sample.Epoch)).SelectMany(batch => batch.Indices)];
        return sampler.BatchesPerEpoch == sample.Lengths.Length / sample.Size
            && indices.Length == sampler.BatchesPerEpoch * sample.Size
            && indices.Distinct().Count() == indices.Length;
    });

    /// <summary>Those left out were the shortest, each time the same.</summary>
    [Fact]
    public void Without_the_last_batch_others_are_left_out_each_epoch()
    {
        BatchSampler sampler = new(Enumerable.Range(1, 10), new BatchOptions { BatchSize = 4, Seed = 3, DropLast = true });
        int[] times = new int[10];
        foreach (int index in Enumerable.Range(0, 100).SelectMany(epoch => sampler.Remaining(sampler.StartOf(epoch))).SelectMany(batch => batch.Indices))
        {
            times[index]++;
        }

        Assert.All(times, count => Assert.InRange(count, 65, 95));
    }

    /// <summary>An order in which the shortest were left out is another one; an order that is as it was keeps its name.</summary>
    [Fact]
    public void A_state_of_an_order_that_left_out_the_shortest_is_refused()
    {
        BatchOptions options = new() { BatchSize = 4, Seed = 3, DropLast = true };
        BatchSampler sampler = new(Enumerable.Range(1, 10), options);
        Assert.Contains("belongs to other batches", Refusal(sampler, sampler.Start with { Plan = "b42e9d82bfad73ea" }), StringComparison.Ordinal);
        BatchSampler whole = new(Enumerable.Range(1, 12), options);
        Assert.Equal(3, whole.Remaining(whole.Start with { Plan = "ed6a65d9ffa80949" }).Count);
        BatchSampler mixed = new(Enumerable.Range(1, 10), options with { WindowBatches = 0 });
        Assert.Equal(2, mixed.Remaining(mixed.Start with { Plan = "e07ccd1274528db9" }).Count);
    }

    [Fact]
    public void Any_place_gives_exactly_the_remaining_batches_also_through_JSON_and_in_another_culture() => Cases.Sample(sample =>
    {
        BatchSampler sampler = new(sample.Lengths, sample.Options);
        IReadOnlyList<BatchPlan> all = sampler.Remaining(sampler.StartOf(sample.Epoch));
        int used = (int)(unchecked((ulong)sample.Options.Seed) % (ulong)all.Count);
        SamplerState place = used == 0 ? sampler.StartOf(sample.Epoch) : all[used - 1].Next;
        string json = Cultures.In("de-DE", place.ToJson);
        BatchSampler another = Cultures.In("tr-TR", () => new BatchSampler(sample.Lengths, sample.Options));
        IReadOnlyList<BatchPlan> rest = another.Remaining(SamplerState.FromJson(json));
        return rest.Select(batch => string.Join(' ', batch.Indices)).SequenceEqual(all.Skip(used).Select(batch => string.Join(' ', batch.Indices)))
            && all[^1].Next == sampler.StartOf(sample.Epoch + 1);
    });

    [Fact]
    public void The_order_is_that_of_an_independent_implementation()
    {
        int[] lengths = [5, 3, 9, 1, 7, 2, 8, 4, 6, 10];
        BatchSampler sampler = new(lengths, new BatchOptions { BatchSize = 3, WindowBatches = 2, Seed = 7 });
        string order = string.Join(" | ", sampler.Remaining(sampler.Start).Select(batch => string.Join(' ', batch.Indices)));
        Assert.Equal(WrittenOrder, order);
        Assert.Equal(WrittenState, sampler.Start.ToJson());
    }

    [Fact]
    public void Epochs_have_orders_of_their_own_unless_nothing_is_shuffled()
    {
        int[] lengths = [.. Enumerable.Range(1, 64)];
        string[] Orders(BatchOptions options)
        {
            BatchSampler sampler = new(lengths, options);
            return [.. Enumerable.Range(0, 3).Select(epoch => string.Join(' ', sampler.Remaining(sampler.StartOf(epoch)).SelectMany(batch => batch.Indices)))];
        }

        Assert.Equal(3, Orders(new BatchOptions { BatchSize = 4, Seed = 1 }).Distinct().Count());
        Assert.NotEqual(Orders(new BatchOptions { BatchSize = 4, Seed = 1 })[0], Orders(new BatchOptions { BatchSize = 4, Seed = 2 })[0]);
        Assert.Equal(string.Join(' ', Enumerable.Range(0, 64)), Assert.Single(Orders(new BatchOptions { BatchSize = 4, Shuffle = false, WindowBatches = 0 }).Distinct()));
    }

    [Fact]
    public void Putting_lengths_together_saves_padding()
    {
        SeededRandom random = new(11);
        int[] lengths = [.. Enumerable.Range(0, 2000).Select(_ => 1 + random.NextBelow(128))];
        long Padded(int window)
        {
            BatchSampler sampler = new(lengths, new BatchOptions { Seed = 3, WindowBatches = window });
            return sampler.Remaining(sampler.Start).Sum(batch => (long)batch.Indices.Length * batch.Indices.Max(index => lengths[index]));
        }

        long tokens = lengths.Sum();
        Assert.True(Padded(0) > 1.6 * tokens, $"mixed lengths: {Padded(0)} for {tokens}, seed 11");
        Assert.True(Padded(50) < 1.05 * tokens, $"lengths put together: {Padded(50)} for {tokens}, seed 11");
    }

    [Fact]
    public void A_state_of_other_batches_is_refused()
    {
        BatchOptions options = new() { BatchSize = 2, Seed = 5 };
        BatchSampler sampler = new([1, 2, 3, 4], options);
        Assert.Contains("has the seed 6", Refusal(sampler, sampler.Start with { Seed = 6 }), StringComparison.Ordinal);
        Assert.Contains("belongs to other batches", Refusal(sampler, new BatchSampler([1, 2, 3, 5], options).Start), StringComparison.Ordinal);
        Assert.Contains("belongs to other batches", Refusal(sampler, new BatchSampler([1, 2, 3, 4], options with { BatchSize = 3 }).Start), StringComparison.Ordinal);
        Assert.Contains("batch 2 of epoch 0", Refusal(sampler, sampler.Start with { Position = 2 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_leave_no_batch_are_refused()
    {
        Assert.Contains("No batch is left", Assert.Throws<ArgumentException>(() => new BatchSampler([1, 2], new BatchOptions { DropLast = true })).Message, StringComparison.Ordinal);
        Assert.Contains("no examples", Assert.Throws<ArgumentException>(() => new BatchSampler([], new BatchOptions())).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchSampler([1], new BatchOptions { BatchSize = 0 }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"seed\":1,\"epoch\":0,\"position\":-1,\"plan\":\"a\"}")]
    [InlineData("{\"seed\":1,\"epoch\":0,\"position\":0,\"plan\":null}")]
    [InlineData("{\"seed\":1,\"epoch\":0,\"position\":0,\"plan\":\"a\",\"more\":1}")]
    [InlineData("{\"seed\":1e99,\"epoch\":0,\"position\":0,\"plan\":\"a\"}")]
    public void What_is_no_state_is_refused(string json) =>
        Assert.StartsWith("Not a sampler's state", Assert.Throws<InvalidDataException>(() => SamplerState.FromJson(json)).Message, StringComparison.Ordinal);

    private const string WrittenOrder = "7 | 9 2 6 | 1 5 3 | 4 8 0";

    private const string WrittenState = "{\"seed\":7,\"epoch\":0,\"position\":0,\"plan\":\"0221706fab56babe\"}";

    private static string Refusal(BatchSampler sampler, SamplerState state) =>
        Assert.Throws<ArgumentException>(() => sampler.Remaining(state)).Message;
}
