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
    private readonly string plan;

    /// <summary>Makes the order of examples of given lengths.</summary>
    /// <param name="lengths">The number of tokens of each example.</param>
    /// <param name="options">The batch size, the seed and the order.</param>
    /// <exception cref="ArgumentException">There are no examples, too few for one batch under <see cref="BatchOptions.DropLast"/>, or the options are out of range.</exception>
    public BatchSampler(IEnumerable<int> lengths, BatchOptions options)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.BatchSize, nameof(options.BatchSize));
        ArgumentOutOfRangeException.ThrowIfNegative(options.WindowBatches, nameof(options.WindowBatches));
        this.lengths = [.. lengths];
        this.options = options;
        if (this.lengths.Length == 0)
        {
            throw new ArgumentException("There are no examples to make batches of.", nameof(lengths));
        }

        cutter = new FixedSizeCutter(options.BatchSize);
        plan = Fingerprint();
        BatchesPerEpoch = Order(0).Count;
        if (BatchesPerEpoch == 0)
        {
            throw new ArgumentException(
                $"No batch is left: there are {this.lengths.Length} examples, a batch has {options.BatchSize}, and {nameof(BatchOptions.DropLast)} leaves out what does not fill one.",
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

    private void Check(SamplerState from)
    {
        ArgumentNullException.ThrowIfNull(from);
        if (from.Seed != options.Seed)
        {
            throw new ArgumentException($"The sampler's state has the seed {from.Seed}, but the batches have {options.Seed}.", nameof(from));
        }

        if (from.Plan != plan)
        {
            throw new ArgumentException(
                "The sampler's state belongs to other batches: the examples (their number, lengths or order), the batch size, the window, the shuffling or the dropping of the last batch differ.",
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

    private List<int[]> Order(int epoch)
    {
        SeededRandom random = new(options.Seed, epoch);
        int[] order = options.Shuffle ? random.Permutation(lengths.Length) : [.. Enumerable.Range(0, lengths.Length)];
        GroupByLength(order);
        List<int[]> batches = Cut(order);
        if (options.Shuffle)
        {
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(batches));
        }

        return batches;
    }

    private void GroupByLength(int[] order)
    {
        int window = (int)Math.Min((long)options.WindowBatches * options.BatchSize, order.Length);
        if (window <= options.BatchSize)
        {
            return;
        }

        for (int start = 0; start < order.Length; start += window)
        {
            int end = (int)Math.Min((long)start + window, order.Length);
            // A stable sort, so that equal lengths keep their shuffled order; the longest first, so that memory's peak shows early.
            order[start..end].OrderByDescending(index => lengths[index]).ToArray().CopyTo(order, start);
        }
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
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"attngen.batches/1 {options.BatchSize} {options.Shuffle} {options.WindowBatches} {options.DropLast}")));
        byte[] number = new byte[sizeof(int)];
        foreach (int length in lengths)
        {
            BinaryPrimitives.WriteInt32LittleEndian(number, length);
            hash.AppendData(number);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }
}
