using AttnGen.Training.Tests.Support;
using CsCheck;

namespace AttnGen.Training.Tests.Data;

public sealed class TokenBudgetTests
{
    private static readonly Gen<(int[] Lengths, BatchOptions Options, int Epoch)> Cases =
        from lengths in Gen.Int[1, 40].Array[1, 150]
        from multiple in Gen.Int[1, 9]
        from room in Gen.Int[0, 200]
        from most in Gen.Int[1, 20].Nullable()
        from window in Gen.Int[0, 5]
        from shuffle in Gen.Bool
        from seed in Gen.Long
        from epoch in Gen.Int[0, 5]
        select (lengths, new BatchOptions { TokenBudget = Padded(lengths.Max(), multiple) + room, PadToMultipleOf = multiple, BatchSize = most, WindowBatches = window, Shuffle = shuffle, Seed = seed }, epoch);

    [Fact]
    public void Every_example_comes_exactly_once_an_epoch() => Cases.Sample(sample =>
        Batches(sample).SelectMany(batch => batch).Order().SequenceEqual(Enumerable.Range(0, sample.Lengths.Length)));

    [Fact]
    public void No_batch_is_over_the_budget_or_the_batch_size() => Cases.Sample(sample =>
        Batches(sample).All(batch => Tokens(batch, sample) <= sample.Options.TokenBudget && batch.Length <= (sample.Options.BatchSize ?? int.MaxValue)));

    [Fact]
    public void Every_epoch_has_batches_of_the_same_shapes() => Cases.Sample(sample =>
    {
        string[] Shapes(int epoch) => [.. Batches((sample.Lengths, sample.Options, epoch)).Select(batch => string.Join(' ', batch.Select(index => sample.Lengths[index]))).Order(StringComparer.Ordinal)];
        return Shapes(0).SequenceEqual(Shapes(sample.Epoch + 1)) && Shapes(0).Length == new BatchSampler(sample.Lengths, sample.Options).BatchesPerEpoch;
    });

    [Fact]
    public void Any_place_gives_exactly_the_remaining_batches_also_through_JSON_and_in_another_culture() => Cases.Sample(sample =>
    {
        BatchSampler sampler = new(sample.Lengths, sample.Options);
        IReadOnlyList<BatchPlan> all = sampler.Remaining(sampler.StartOf(sample.Epoch));
        int used = (int)(unchecked((ulong)sample.Options.Seed) % (ulong)all.Count);
        SamplerState place = used == 0 ? sampler.StartOf(sample.Epoch) : all[used - 1].Next;
        string json = Cultures.In("de-DE", place.ToJson);
        BatchSampler another = Cultures.In("tr-TR", () => new BatchSampler(sample.Lengths, sample.Options));
        return another.Remaining(SamplerState.FromJson(json)).Select(batch => string.Join(' ', batch.Indices)).SequenceEqual(all.Skip(used).Select(batch => string.Join(' ', batch.Indices)));
    });

    [Fact]
    public void Without_the_last_batch_the_next_text_would_go_over_the_budget_of_each() =>
        Cases.Where(sample => new BatchSampler(sample.Lengths, sample.Options).BatchesPerEpoch > 1).Sample(sample =>
        {
            int[][] all = Batches(sample);
            int[][] full = Batches((sample.Lengths, sample.Options with { DropLast = true }, sample.Epoch));
            return full.Length >= all.Length - 1 && full.All(batch => all.Any(other => other.SequenceEqual(batch)));
        });

    /// <summary>Against as many batches of a fixed size, to within 1 % of the tokens: short sentences, and reviews of which the longest are cut.</summary>
    [Theory]
    [InlineData(1, 60, 60, true)]
    [InlineData(10, 600, 512, true)]
    [InlineData(10, 600, 512, false)]
    [InlineData(1, 128, 128, true)]
    public void As_little_padding_as_batches_of_a_fixed_size_and_a_smaller_largest_batch(int shortest, int longest, int cut, bool shuffle)
    {
        for (long seed = 0; seed < 10; seed++)
        {
            SeededRandom random = new(seed);
            int[] lengths = [.. Enumerable.Range(0, 3000).Select(_ => Math.Min(cut, shortest + (int)((longest - shortest) * random.NextDouble() * random.NextDouble())))];
            BatchOptions budget = new() { TokenBudget = 4096, Seed = seed, Shuffle = shuffle };
            int[][] batches = Batches((lengths, budget, 1));
            int[][] fixedSize = Batches((lengths, budget with { TokenBudget = null, BatchSize = (lengths.Length + batches.Length - 1) / batches.Length }, 1));
            long tokens = batches.Sum(batch => Tokens(batch, (lengths, budget, 1)));
            long fixedTokens = fixedSize.Sum(batch => Tokens(batch, (lengths, budget, 1)));
            Assert.True(tokens - fixedTokens <= 0.01 * lengths.Sum(), $"budget {tokens}, fixed {fixedTokens}, of {lengths.Sum()}; seed {seed}");
            Assert.True(fixedSize.Max(batch => Tokens(batch, (lengths, budget, 1))) > 1.2 * batches.Max(batch => Tokens(batch, (lengths, budget, 1))), $"seed {seed}");
        }
    }

    [Fact]
    public void Texts_of_one_length_change_their_companions_from_epoch_to_epoch()
    {
        int[] lengths = [.. Enumerable.Range(0, 400).Select(index => 1 + (index % 20))];
        BatchOptions options = new() { TokenBudget = 100, Seed = 3 };
        string[] Companions(int epoch) => [.. Batches((lengths, options, epoch)).Select(batch => string.Join(' ', batch.Order()))];
        Assert.Equal(Companions(0), Companions(0));
        Assert.DoesNotContain(Companions(1), batch => batch.Contains(' ', StringComparison.Ordinal) && Companions(0).Contains(batch));
    }

    [Fact]
    public void Short_texts_make_larger_batches_than_long_ones()
    {
        BatchOptions options = BatchOptions.ForEvaluation() with { BatchSize = null, TokenBudget = 12 };
        Assert.Equal([[2], [0, 4], [1, 3, 5, 6]], Batches(([5, 3, 12, 2, 6, 1, 1], options, 0)).Select(Order));
        Assert.Equal([[2], [0, 4], [1, 3], [5, 6]], Batches(([5, 3, 12, 2, 6, 1, 1], options with { BatchSize = 2 }, 0)).Select(Order));
        Assert.Equal([[0]], Batches(([1], new BatchOptions { TokenBudget = 1 }, 0)));
        Assert.Equal(7, Batches(([1, 1, 1, 1, 1, 1, 1], new BatchOptions { TokenBudget = int.MaxValue }, 0))[0].Length);

        static int[] Order(int[] batch) => [.. batch.Order()];
    }

    [Fact]
    public void A_text_longer_than_the_budget_is_refused_by_its_index_and_length()
    {
        Assert.StartsWith(
            "Example 1: it has 9 tokens, more than the token budget of a batch, 8. Raise TokenBudget to 11 at least, or cut the texts when they are tokenized.",
            Refusal([3, 9, 11], new BatchOptions { TokenBudget = 8 }),
            StringComparison.Ordinal);
        Assert.StartsWith("Example 0: it has 9 tokens (16 filled up to a multiple of 8), more than", Refusal([9], new BatchOptions { TokenBudget = 15, PadToMultipleOf = 8 }), StringComparison.Ordinal);
        Assert.Contains("(4294967292 filled", Refusal([int.MaxValue], new BatchOptions { TokenBudget = int.MaxValue, PadToMultipleOf = int.MaxValue - 1 }), StringComparison.Ordinal);
        TextDataset data = new([new TextExample([1], 0), new TextExample([1, 2, 3], 1)], classes: 2, "The training part");
        Assert.StartsWith("The training part, example 1: it has 3 tokens", Assert.Throws<ArgumentException>(() => new TextBatches(data, new BatchOptions { TokenBudget = 2 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_their_names()
    {
        Assert.Contains("TokenBudget", Refusal([1], new BatchOptions { TokenBudget = 0 }), StringComparison.Ordinal);
        Assert.Contains("PadToMultipleOf", Refusal([1], new BatchOptions { PadToMultipleOf = 0 }), StringComparison.Ordinal);
        Assert.Contains("a batch has 9 tokens", Refusal([1, 1], new BatchOptions { TokenBudget = 9, DropLast = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_of_another_budget_is_refused()
    {
        BatchOptions options = new() { TokenBudget = 8 };
        BatchSampler sampler = new([1, 2, 3, 4], options);
        foreach (BatchOptions other in new[] { options with { TokenBudget = 9 }, options with { PadToMultipleOf = 2 }, options with { BatchSize = 3 }, options with { TokenBudget = null } })
        {
            Assert.Contains("belongs to other batches", Assert.Throws<ArgumentException>(() => sampler.Remaining(new BatchSampler([1, 2, 3, 4], other).Start)).Message, StringComparison.Ordinal);
        }
    }

    private static int Padded(int length, int multiple) => (length + multiple - 1) / multiple * multiple;

    private static long Tokens(int[] batch, (int[] Lengths, BatchOptions Options, int Epoch) sample) =>
        (long)batch.Length * Padded(batch.Max(index => sample.Lengths[index]), sample.Options.PadToMultipleOf);

    private static int[][] Batches((int[] Lengths, BatchOptions Options, int Epoch) sample)
    {
        BatchSampler sampler = new(sample.Lengths, sample.Options);
        return [.. sampler.Remaining(sampler.StartOf(sample.Epoch)).Select(batch => batch.Indices)];
    }

    private static string Refusal(int[] lengths, BatchOptions options) => Assert.ThrowsAny<ArgumentException>(() => new BatchSampler(lengths, options)).Message;
}
