using System.Collections;

namespace AttnGen.Training;

/// <summary>Examples that were checked when they were put together, so that no bad one shows up in the middle of a training run.</summary>
public sealed class TextDataset : IReadOnlyList<TextExample>
{
    private readonly TextExample[] examples;

    /// <summary>Checks the examples and keeps them in their order.</summary>
    /// <param name="examples">At least one example. All have labels of one kind, and either all or none have type ids.</param>
    /// <param name="classes">The number of classes, or null for regression: labels are then scores.</param>
    /// <param name="name">What the data is called in messages.</param>
    /// <exception cref="InvalidDataException">
    /// There is no example; or one is empty, has a negative token id, has another number of type ids than tokens,
    /// or has a label outside 0..<paramref name="classes"/>-1 or one that is not finite. The message names the example's index.
    /// </exception>
    public TextDataset(IEnumerable<TextExample> examples, int? classes, string name = "The data set")
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (classes < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(classes), classes, "There must be at least one class; null means regression.");
        }

        this.examples = [.. examples];
        Classes = classes;
        Name = name;
        if (this.examples.Length == 0)
        {
            throw new InvalidDataException($"{name} is empty: there must be at least one example.");
        }

        bool typed = this.examples[0]?.TypeIds is not null;
        for (int index = 0; index < this.examples.Length; index++)
        {
            string? fault = Fault(this.examples[index], classes, typed);
            if (fault is not null)
            {
                throw new InvalidDataException($"{name}, example {index}: {fault}");
            }
        }

        HasTypeIds = typed;
    }

    /// <summary>Tokenizes texts on all processors and checks the examples, which keep the texts' order.</summary>
    /// <remarks>
    /// It uses nothing of TorchSharp, so that a program can run it beside the loading of its model, and lose no time to it:
    /// <c>Task.Run(() =&gt; TextDataset.Tokenize(...))</c>.
    /// </remarks>
    /// <param name="texts">The texts with their labels, at least one, in any form.</param>
    /// <param name="tokenize">Makes an example of a text; called from several threads at once, as a <c>WordPieceTokenizer</c> allows.</param>
    /// <param name="classes">The number of classes, or null for regression: labels are then scores.</param>
    /// <param name="name">What the data is called in messages.</param>
    /// <param name="cancellation">Ends it between two texts.</param>
    /// <exception cref="InvalidDataException">
    /// A text could not be tokenized, or an example is not what the constructor takes. The message names the example's index; the inner exception is the tokenizer's.
    /// </exception>
    /// <exception cref="OperationCanceledException">The cancellation was asked for.</exception>
    public static TextDataset Tokenize<TText>(
        IReadOnlyList<TText> texts, Func<TText, TextExample> tokenize, int? classes, string name = "The data set", CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(tokenize);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new TextDataset(ParallelTokenization.Run(texts, tokenize, name, cancellation), classes, name);
    }

    /// <summary>What the data is called in messages.</summary>
    public string Name { get; }

    /// <summary>The number of classes; null for regression.</summary>
    public int? Classes { get; }

    /// <summary>Whether the examples have type ids.</summary>
    public bool HasTypeIds { get; }

    /// <summary>The number of examples.</summary>
    public int Count => examples.Length;

    /// <summary>The example at an index.</summary>
    public TextExample this[int index] => examples[index];

    /// <inheritdoc/>
    public IEnumerator<TextExample> GetEnumerator() => ((IEnumerable<TextExample>)examples).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static string? Fault(TextExample? example, int? classes, bool typed)
    {
        if (example?.Ids is null)
        {
            return "it is null.";
        }

        if (example.Length == 0)
        {
            return "it has no tokens.";
        }

        int negative = Array.FindIndex(example.Ids, id => id < 0);
        if (negative >= 0)
        {
            return $"its token {negative} has the id {example.Ids[negative]}; ids are not negative.";
        }

        if (typed != example.TypeIds is not null)
        {
            return typed ? "it has no type ids, but example 0 has." : "it has type ids, but example 0 has none.";
        }

        if (example.TypeIds is { } types && types.Length != example.Length)
        {
            return $"it has {example.Length} tokens but {types.Length} type ids.";
        }

        return LabelFault(example.Label, classes);
    }

    private static string? LabelFault(Label label, int? classes)
    {
        if (classes is not { } count)
        {
            return label.IsClass ? $"its label {label} is a class, but scores were announced (no number of classes was given)."
                : float.IsFinite(label.Score) ? null
                : $"its label is {label}; a score must be finite.";
        }

        return !label.IsClass ? $"its label {label} is a score, but {count} classes were announced."
            : label.Class < 0 || label.Class >= count ? $"its label {label} is out of range: with {count} classes, labels are 0 to {count - 1}."
            : null;
    }
}
