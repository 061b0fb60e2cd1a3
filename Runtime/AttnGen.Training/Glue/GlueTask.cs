using System.Globalization;
using TorchSharp;

namespace AttnGen.Training;

/// <summary>
/// A task of GLUE (Wang et al. 2018, arXiv 1804.07461): what its sentences and labels are, what it is measured by, and where the parts of its data are.
/// WNLI, which is left out of most comparisons, is not among them.
/// </summary>
/// <example><code>
/// GlueTask task = GlueTask.Parse("mnli");
/// GlueSplit data = GlueDirectory.Create("glue_data").ReadSplit(task);
/// TextBatches batches = new(data.Training.Take(6000, seed: 1).Tokenize(tokenizer, 128), new());
/// </code></example>
public sealed class GlueTask
{
    private const float LargestScore = 5;

    /// <summary>What stands for the classes in files, by their numbers; none for scores.</summary>
    private readonly string[] codes;

    private readonly Func<IMetric[]> metrics;

    private GlueTask(string name, GlueColumns columns, string[] labels, string[] codes, string reported, Func<IMetric[]> metrics)
    {
        Name = name;
        Columns = columns;
        LabelNames = labels;
        this.codes = codes;
        Reported = reported;
        this.metrics = metrics;
    }

    /// <summary>Whether a sentence is acceptable English.</summary>
    public static GlueTask Cola { get; } = new(
        "CoLA", new("label", ["sentence"], WithoutHeader: ["source", "label", "mark", "sentence"]), ["unacceptable", "acceptable"], ["0", "1"], "matthews", () => [new MatthewsCorrelation()]);

    /// <summary>Whether a sentence of a film review is positive.</summary>
    public static GlueTask Sst2 { get; } = new("SST-2", new("label", ["sentence"]), ["negative", "positive"], ["0", "1"], "accuracy", () => [new Accuracy()]);

    /// <summary>Whether two sentences of the news say the same.</summary>
    public static GlueTask Mrpc { get; } = new(
        "MRPC", new("Quality", ["#1 String", "#2 String"]), ["not_equivalent", "equivalent"], ["0", "1"], "accuracy", () => [new Accuracy(), new F1Score()]);

    /// <summary>How similar two sentences are, 0 to 5: regression.</summary>
    public static GlueTask StsB { get; } = new("STS-B", new("score", ["sentence1", "sentence2"]), [], [], "pearson", () => [new PearsonCorrelation(), new SpearmanCorrelation()]);

    /// <summary>Whether two questions ask the same.</summary>
    public static GlueTask Qqp { get; } = new(
        "QQP", new("is_duplicate", ["question1", "question2"]), ["not_duplicate", "duplicate"], ["0", "1"], "accuracy", () => [new Accuracy(), new F1Score()]) { HasBrokenLines = true };

    /// <summary>Whether a premise entails a hypothesis, contradicts it, or neither.</summary>
    public static GlueTask Mnli { get; } = new(
        "MNLI", new("gold_label", ["sentence1", "sentence2"]), ["entailment", "neutral", "contradiction"], ["entailment", "neutral", "contradiction"], "accuracy", () => [new Accuracy()])
    {
        Unlabelled = "-",
        DevelopmentParts = [GluePart.Development, GluePart.DevelopmentMismatched],
    };

    /// <summary>Whether a sentence answers a question.</summary>
    public static GlueTask Qnli { get; } = new(
        "QNLI", new("label", ["question", "sentence"]), ["entailment", "not_entailment"], ["entailment", "not_entailment"], "accuracy", () => [new Accuracy()]);

    /// <summary>Whether a text entails a sentence.</summary>
    public static GlueTask Rte { get; } = new(
        "RTE", new("label", ["sentence1", "sentence2"]), ["entailment", "not_entailment"], ["entailment", "not_entailment"], "accuracy", () => [new Accuracy()]);

    /// <summary>The eight tasks in GLUE's order.</summary>
    public static IReadOnlyList<GlueTask> All { get; } = [Cola, Sst2, Mrpc, StsB, Qqp, Mnli, Qnli, Rte];

    /// <summary>The name as GLUE writes it, "SST-2"; its files are in a directory of this name.</summary>
    public string Name { get; }

    /// <summary>What the classes mean, by their numbers, in the order of Hugging Face's data sets (of MNLI entailment, neutral, contradiction); none for regression.</summary>
    public IReadOnlyList<string> LabelNames { get; }

    /// <summary>The number of classes; null for regression.</summary>
    public int? Classes => codes.Length == 0 ? null : codes.Length;

    /// <summary>How many numbers a model gives for an example: a logit a class, or one score.</summary>
    public int Outputs => Classes ?? 1;

    /// <summary>Whether an example is a pair of sentences.</summary>
    public bool IsPair => Columns.Sentences.Count == 2;

    /// <summary>The columns of the sentence or the pair in the official files: "question", "sentence".</summary>
    public IReadOnlyList<string> SentenceColumns => Columns.Sentences;

    /// <summary>The column of the label in the official files.</summary>
    public string LabelColumn => Columns.Label;

    /// <summary>
    /// The name of the metric that papers report: Matthews' correlation of CoLA, Pearson's of STS-B, the accuracy of the others. It is one of <see cref="Metrics"/>, and
    /// <see cref="Score"/> finds it in results.
    /// </summary>
    public string Reported { get; }

    /// <summary>The official development parts: one, of MNLI the matched and the mismatched one.</summary>
    public IReadOnlyList<GluePart> DevelopmentParts { get; private init; } = [GluePart.Development];

    internal GlueColumns Columns { get; }

    /// <summary>Whether the official files have lines that questions with a line feed in them broke.</summary>
    internal bool HasBrokenLines { get; private init; }

    /// <summary>What stands where people agreed on no label.</summary>
    internal string? Unlabelled { get; private init; }

    /// <summary>Finds a task by its name; upper and lower case, hyphens and underscores do not matter: "sst-2", "SST2", "sts_b".</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="FormatException">There is no such task; the message names those that there are.</exception>
    public static GlueTask Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return All.FirstOrDefault(task => string.Equals(Bare(task.Name), Bare(name), StringComparison.OrdinalIgnoreCase))
            ?? throw new FormatException($"'{name}' is no GLUE task. There are {string.Join(", ", All)}.");
    }

    /// <summary>The official metrics, new ones that nothing was added to: those of one evaluation.</summary>
    public IReadOnlyList<IMetric> Metrics() => metrics();

    /// <summary>The loss to train by: cross entropy, or the mean squared error of regression.</summary>
    /// <param name="output">Logits [batch, classes]; of regression scores, [batch] or [batch, 1].</param>
    /// <param name="labels">The batch's labels, [batch].</param>
    /// <returns>The mean over the batch, a scalar.</returns>
    /// <exception cref="ArgumentException">The shapes are others.</exception>
    public torch.Tensor Loss(torch.Tensor output, torch.Tensor labels)
    {
        if (Classes is { } classes)
        {
            MetricInput.RequireLogits($"The loss of {Name}", output, labels);
            return output.shape[1] == classes
                ? torch.nn.functional.cross_entropy(output, labels)
                : throw new ArgumentException($"{Name} has {classes} classes ({string.Join(", ", LabelNames)}), but the logits are of {output.shape[1]}.", nameof(output));
        }

        // [batch, 1] against [batch] would be each score against each label, silently.
        MetricInput.RequireScores($"The loss of {Name}", output, labels);
        using torch.Tensor scores = output.reshape(-1);
        return torch.nn.functional.mse_loss(scores, labels);
    }

    /// <summary>The number that papers report: <see cref="Reported"/>, of MNLI the mean of the matched and the mismatched part's.</summary>
    /// <param name="development">The result of each development part, measured by <see cref="Metrics"/>.</param>
    /// <exception cref="ArgumentException">There is no result, or one without the metric.</exception>
    public double Score(params IReadOnlyList<EvaluationResult> development)
    {
        ArgumentNullException.ThrowIfNull(development);
        return development.Count == 0
            ? throw new ArgumentException($"There is no result of {Name}.", nameof(development))
            : development.Average(result => result.Metrics.TryGetValue(Reported, out double value)
                ? value
                : throw new ArgumentException($"A result of {Name} has no {Reported}, only {string.Join(", ", result.Metrics.Keys)}. Evaluate with the task's {nameof(Metrics)}().", nameof(development)));
    }

    /// <summary>Reads a file of the task's: an official TSV, or a JSON object of entries <c>{ "text_a", "text_b", "label" }</c> where its name ends in <c>.json</c>.</summary>
    /// <remarks>
    /// In a TSV a quotation mark is a character like any other. A byte order mark, CRLF and a last line without an end do no harm, and blank lines are passed over. Left out
    /// and listed in <see cref="GlueSet.LeftOut"/> are the pairs of MNLI whose label is <c>-</c>, and the lines of QQP that have not all fields, as its training part has some.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is another task's or has no labels, or something in it is wrong: the message names the file, the line or entry, and what was expected.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read, or is a directory.</exception>
    public GlueSet ReadFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        (IReadOnlyList<GlueExample> examples, IReadOnlyList<int> leftOut) =
            string.Equals(Path.GetExtension(path), ".json", StringComparison.OrdinalIgnoreCase) ? GlueJson.Read(this, path) : GlueTsv.Read(this, path);
        return examples.Count > 0
            ? new GlueSet(this, path, examples, leftOut)
            : throw new InvalidDataException($"'{path}' has no example of {Name}{(leftOut.Count > 0 ? $": {leftOut.Count} were left out, the first in line {leftOut[0]}" : "")}.");
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>The files that a part may be in, the best first; none where the task has no such part.</summary>
    internal IReadOnlyList<string> FilesOf(GluePart part) => part switch
    {
        GluePart.Train => ["train.tsv"],
        GluePart.Development when DevelopmentParts.Count > 1 => ["dev_matched.tsv"],
        GluePart.Development => ["official_dev.tsv", "dev.tsv"],
        GluePart.DevelopmentMismatched when DevelopmentParts.Count > 1 => ["dev_mismatched.tsv"],
        GluePart.DevelopmentMismatched => [],
        GluePart.SubsetTrain => ["subset_train.json"],
        GluePart.SubsetDevelopment => ["subset_dev.json"],
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, null),
    };

    /// <summary>The label that a file's text stands for, or what is wrong with it.</summary>
    internal (Label Label, string? Problem) LabelOf(string text)
    {
        if (codes.Length == 0)
        {
            return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float score) && score is >= 0 and <= LargestScore
                ? (score, null)
                : (default, $"the score '{Shown(text)}' is no number from 0 to {LargestScore}.");
        }

        int index = Array.IndexOf(codes, text);
        return index >= 0 ? (index, null) : (default, $"the label '{Shown(text)}' is none of {string.Join(", ", codes)}.");
    }

    /// <summary>As much of a text as fits into a message.</summary>
    internal static string Shown(string text)
    {
        const int most = 60;
        return text.Length <= most ? text : string.Concat(text.AsSpan(0, most), "...");
    }

    private static string Bare(string name) => name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).Trim();
}
