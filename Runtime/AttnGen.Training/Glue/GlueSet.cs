using System.Collections;
using System.Security.Cryptography;
using System.Text;
using AttnGen.Models.Tokenization;

namespace AttnGen.Training;

/// <summary>Examples of a GLUE task in the order of their file; made by <see cref="GlueTask.ReadFile"/> and <see cref="GlueDirectory"/>.</summary>
public sealed class GlueSet : IReadOnlyList<GlueExample>
{
    private readonly IReadOnlyList<GlueExample> examples;

    internal GlueSet(GlueTask task, string path, IReadOnlyList<GlueExample> examples, IReadOnlyList<int> leftOut)
    {
        Task = task;
        Path = path;
        this.examples = examples;
        LeftOut = leftOut;
    }

    /// <summary>The task.</summary>
    public GlueTask Task { get; }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The lines of the file that are no examples: see <see cref="GlueTask.ReadFile"/>.</summary>
    public IReadOnlyList<int> LeftOut { get; }

    /// <summary>The number of examples.</summary>
    public int Count => examples.Count;

    /// <summary>SHA-256 over texts and labels in order: results on equal fingerprints are results on the same examples.</summary>
    public string Fingerprint
    {
        get
        {
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (GlueExample example in examples)
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"{example.Label}\t{example.First}\t{example.Second}\n"));
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }

    /// <summary>The example at an index.</summary>
    public GlueExample this[int index] => examples[index];

    /// <summary>Draws some of the examples, with the labels in the proportions of the whole; for regression the whole parts of the scores.</summary>
    /// <param name="count">How many; from 1 to all of them.</param>
    /// <param name="seed">Chooses them and their order; equal seeds give equal draws on every machine.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer, or the number is not positive.</exception>
    public GlueSet Take(int count, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        if (count > Count)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, $"'{Path}' has {Count} examples of {Task}. Take no more.");
        }

        return Parts(seed, count)[0];
    }

    /// <summary>Divides the examples in two, each with the labels in the proportions of the whole: what is held out to choose by, and the rest to train on.</summary>
    /// <param name="heldOut">How many are held out; at least one, and fewer than all.</param>
    /// <param name="seed">Chooses them and their order; equal seeds divide equally on every machine.</param>
    /// <exception cref="ArgumentOutOfRangeException">Nothing would be held out, or nothing be left.</exception>
    public (GlueSet HeldOut, GlueSet Others) Split(int heldOut, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(heldOut);
        if (heldOut >= Count)
        {
            throw new ArgumentOutOfRangeException(nameof(heldOut), heldOut, $"'{Path}' has {Count} examples of {Task}: hold out fewer.");
        }

        GlueSet[] parts = Parts(seed, heldOut, Count - heldOut);
        return (parts[0], parts[1]);
    }

    /// <summary>Tokenizes the examples on all processors: pairs as <c>[CLS] first [SEP] second [SEP]</c> with type ids, sentences as <c>[CLS] sentence [SEP]</c> without.</summary>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="maxLength">The most tokens of an example, special ones counted; of a pair the longer sentence is cut first. 128 by default, as in most comparisons.</param>
    /// <param name="cancellation">Ends it between two examples.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length has no room for the special tokens.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was asked for.</exception>
    public TextDataset Tokenize(WordPieceTokenizer tokenizer, int maxLength = 128, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, Task.IsPair ? 3 : 2);
        return TextDataset.Tokenize(examples, Tokenized, Task.Classes, $"{Task} ({System.IO.Path.GetFileName(Path)})", cancellation);

        TextExample Tokenized(GlueExample example)
        {
            if (example.Second is null)
            {
                return new TextExample(tokenizer.Encode(example.First, maxLength).Ids, example.Label);
            }

            TokenizedText pair = tokenizer.Encode(example.First, example.Second, maxLength);
            return new TextExample(pair.Ids, example.Label, pair.TypeIds);
        }
    }

    /// <inheritdoc/>
    public IEnumerator<GlueExample> GetEnumerator() => examples.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private GlueSet[] Parts(long seed, params ReadOnlySpan<int> sizes)
    {
        int[][] drawn = StratifiedSplit.Of([.. examples.Select(example => example.Label.IsClass ? example.Label.Class : (int)example.Label.Score)], seed, sizes);
        return [.. drawn.Select(part => new GlueSet(Task, Path, [.. part.Select(index => examples[index])], LeftOut))];
    }
}
