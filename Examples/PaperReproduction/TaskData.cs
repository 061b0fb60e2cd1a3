using AttnGen.Models.Assets;
using AttnGen.Models.Tokenization;
using AttnGen.Training;

namespace PaperReproduction;

/// <summary>A task's texts as a stage uses them, tokenized once in a process.</summary>
/// <param name="Training">What is trained on.</param>
/// <param name="Development">What is measured on: one part, of MNLI the matched and the mismatched one where they are there.</param>
/// <param name="DevelopmentName">Which parts these are, for results.</param>
internal sealed record TaskData(TextDataset Training, IReadOnlyList<TextDataset> Development, string DevelopmentName)
{
    /// <summary>Draws the training part; one for all cells.</summary>
    private const long DrawSeed = 6000;

    public static TaskData Load(PaperTask task, PaperStage stage, ReproductionOptions options, Asset model)
    {
        GlueDirectory directory = GlueDirectory.Create(options.DataDirectory);
        WordPieceTokenizer tokenizer = WordPieceTokenizer.FromFile(model.PathOf(KnownAssets.Tokenizer));
        bool official = stage != PaperStage.Rates && task.Task.DevelopmentParts.All(part => directory.Find(task.Task, part) is not null);
        List<GlueSet> development = [.. (official ? task.Task.DevelopmentParts : [GluePart.SubsetDevelopment]).Select(part => directory.Read(task.Task, part))];
        // What is chosen by, a part of the official training data, must not be trained on either.
        GlueSet training = directory.Read(task.Task, options.Full && official && directory.Find(task.Task, GluePart.Train) is not null ? GluePart.Train : GluePart.SubsetTrain);
        if (!options.Full && task.Examples is { } examples && examples < training.Count)
        {
            training = training.Take(examples, DrawSeed);
        }

        return new TaskData(
            training.Tokenize(tokenizer, options.Length), [.. development.Select(part => part.Tokenize(tokenizer, options.Length))], string.Join(", ", development.Select(part => Path.GetFileName(part.Path))));
    }
}
