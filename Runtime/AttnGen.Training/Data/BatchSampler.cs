using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AttnGen.Training;

/// <summary>
/// The order of the examples: shuffled by a seed, put together by length within windows, the batches shuffled again.
/// It holds no position: the same state gives the same remaining batches at any time, on any machine and in any culture.
/// </summary>
public sealed class BatchSampler
{
    private readonly int[] lengths;
    private readonly BatchOptions options;
    private readonly IBatchCutter cutter;
    private readonly LengthWindows? windows;
    private readonly LengthPlaces? places;
    private readonly int used;
    private readonly string plan;

    /// <summary>Makes the order of examples of given lengths.</summary>
    /// <param name="lengths">The number of tokens of each example.</param>
    /// <param name="options">The batch size, the seed and the order.</param>
    /// <exception cref="ArgumentException">
    /// There are no examples, or too few for one batch under <see cref="BatchOptions.DropLast"/>; one is longer than the <see cref="BatchOptions.TokenBudget"/>; or the
    /// options are out of range.
    /// </exception>
    public BatchSampler(IEnumerable<int> lengths, BatchOptions options)
        : this(lengths, options, "")
    {
    }

    /// <summary>The same for data that has a name, which stands before its examples in messages.</summary>
    internal BatchSampler(IEnumerable<int> lengths, BatchOptions options, string name)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        this.lengths = [.. lengths];
        this.options = options;
        if (this.lengths.Length == 0)
        {
            throw new ArgumentException("There are no examples to make batches of.", nameof(lengths));
        }

        cutter = options.TokenBudget is { } budget ? BudgetCutter(budget, name) : new FixedSizeCutter(options.FixedSize);
        long window = (long)options.WindowBatches * cutter.UsualCount;
        if (window > cutter.UsualCount)
        {
            windows = new LengthWindows(this.lengths, (int)Math.Min(window, this.lengths.Length), alternating: options.TokenBudget is not null);
        }

        // What fills no batch is left out before lengths are put together, or it would be the shortest each time.
        used = options is { DropLast: true, Shuffle: true, TokenBudget: null } ? this.lengths.Length / options.FixedSize * options.FixedSize : this.lengths.Length;
        // A schedule and a saved position count on the same number of batches in every epoch, which budgets alone do not give.
        if (options is { TokenBudget: not null, Shuffle: true })
        {
            int[] first = new SeededRandom(options.Seed).Permutation(this.lengths.Length);
            windows?.Sort(first);
            places = new LengthPlaces(this.lengths, first);
        }

        plan = Fingerprint();
        BatchesPerEpoch = Order(0).Count;
        if (BatchesPerEpoch == 0)
        {
            string batch = options.TokenBudget is { } tokens ? $"a batch has {tokens} tokens" : $"a batch has {options.FixedSize}";
            throw new ArgumentException(
                $"No batch is left: there are {this.lengths.Length} examples, {batch}, and {nameof(BatchOptions.DropLast)} leaves out what does not fill one.",
                nameof(options));
        }
    }

    /// <summary>The number of batches of every epoch.</summary>
    public int BatchesPerEpoch { get; }

    /// <summary>The beginning of the first epoch.</summary>
    public SamplerState Start => At(0, 0);

    /// <summary>The beginning of an epoch.</summary>
    /// <param name="epoch">Counted from 0.</param>
    public SamplerState StartOf(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        return At(epoch, 0);
    }

    /// <summary>The batches from a place to the end of its epoch; all of them where the place is an epoch's beginning.</summary>
    /// <param name="from">A state that came from a sampler of the same examples and options.</param>
    /// <exception cref="ArgumentException">The state belongs to other examples, options or another seed, or lies behind the epoch's end.</exception>
    public IReadOnlyList<BatchPlan> Remaining(SamplerState from)
    {
        Check(from);
        List<int[]> batches = Order(from.Epoch);
        BatchPlan[] remaining = new BatchPlan[batches.Count - from.Position];
        for (int i = 0; i < remaining.Length; i++)
        {
            int position = from.Position + i;
            SamplerState next = position + 1 == batches.Count ? At(from.Epoch + 1, 0) : At(from.Epoch, position + 1);
            remaining[i] = new BatchPlan(batches[position], At(from.Epoch, position), next);
        }

        return remaining;
    }

    /// <summary>Refuses a place in other batches.</summary>
    /// <exception cref="ArgumentException">The state belongs to other examples, options or another seed, or lies behind the epoch's end.</exception>
    internal void Check(SamplerState from)
    {
        ArgumentNullException.ThrowIfNull(from);
        if (from.Seed != options.Seed)
        {
            throw new ArgumentException($"The sampler's state has the seed {from.Seed}, but the batches have {options.Seed}.", nameof(from));
        }

        if (from.Plan != plan)
        {
            throw new ArgumentException(
                "The sampler's state belongs to other batches: the examples (their number, lengths or order), the batch size, the token budget, the window, the shuffling or the dropping of the last batch differ.",
                nameof(from));
        }

        if (from.Epoch < 0 || from.Position < 0 || from.Position >= BatchesPerEpoch)
        {
            throw new ArgumentException(
                $"The sampler's state stands at batch {from.Position} of epoch {from.Epoch}; an epoch has the batches 0 to {BatchesPerEpoch - 1}.",
                nameof(from));
        }
    }

    private SamplerState At(int epoch, int position) => new(options.Seed, epoch, position, plan);

    private TokenBudgetCutter BudgetCutter(int budget, string name)
    {
        long[] padded = [.. lengths.Select(length => options.Padded(length))];
        int index = Array.FindIndex(padded, length => length > budget);
        if (index < 0)
        {
            return new TokenBudgetCutter(Array.ConvertAll(padded, length => (int)length), budget, options.BatchSize ?? int.MaxValue);
        }

        string example = name.Length == 0 ? $"Example {index}" : $"{name}, example {index}";
        string filled = padded[index] == lengths[index] ? "" : $" ({padded[index]} filled up to a multiple of {options.PadToMultipleOf})";
        throw new ArgumentException(
            $"{example}: it has {lengths[index]} tokens{filled}, more than the token budget of a batch, {budget}. Raise {nameof(BatchOptions.TokenBudget)} to {padded.Max()} at least, or cut the texts when they are tokenized.",
            nameof(options));
    }

    private List<int[]> Order(int epoch)
    {
        SeededRandom random = new(options.Seed, epoch);
        int[] order = options.Shuffle ? random.Permutation(lengths.Length) : [.. Enumerable.Range(0, lengths.Length)];
        if (places is not null)
        {
            order = places.Fill(order);
        }
        else
        {
            order = order[..used];
            windows?.Sort(order);
        }

        List<int[]> batches = Cut(order);
        if (options.Shuffle)
        {
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(batches));
        }

        return batches;
    }

    private List<int[]> Cut(int[] order)
    {
        List<int[]> batches = [];
        for (int start = 0; start < order.Length;)
        {
            (int count, bool full) = cutter.Next(order.AsSpan(start));
            if (full || !options.DropLast)
            {
                batches.Add(order[start..(start + count)]);
            }

            start += count;
        }

        return batches;
    }

    private string Fingerprint()
    {
        // What is left out was chosen in another way once: a place in such an order is none in this one.
        int version = used < lengths.Length && windows is not null ? 2 : 1;
        int? size = options.TokenBudget is null ? options.FixedSize : options.BatchSize;
        string budget = options.TokenBudget is { } tokens ? string.Create(CultureInfo.InvariantCulture, $" {tokens} {options.PadToMultipleOf}") : "";
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"attngen.batches/{version} {size} {options.Shuffle} {options.WindowBatches} {options.DropLast}{budget}")));
        byte[] number = new byte[sizeof(int)];
        foreach (int length in lengths)
        {
            BinaryPrimitives.WriteInt32LittleEndian(number, length);
            hash.AppendData(number);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }
}
