using AttnGen.Models.Assets;
using AttnGen.Models.Tokenization;
using AttnGen.Training;

namespace PaperReproduction;

/// <summary>A task's texts as a stage uses them, tokenized once in a process.</summary>
/// <param name="Training">What is trained on.</param>
/// <param name="Development">What is measured on.</param>
/// <param name="DevelopmentName">Which part that is, for results.</param>
internal sealed record TaskData(TextDataset Training, TextDataset Development, string DevelopmentName)
{
    /// <summary>Draws the training part; one for all cells.</summary>
    private const long DrawSeed = 6000;

    public static TaskData Load(PaperTask task, PaperStage stage, ReproductionOptions options, Asset model)
    {
        GlueDirectory directory = GlueDirectory.Create(options.DataDirectory);
        WordPieceTokenizer tokenizer = WordPieceTokenizer.FromFile(model.PathOf(KnownAssets.Tokenizer));
        bool official = stage != PaperStage.Rates && directory.Find(task.Task, GluePart.Development) is not null;
        GlueSet development = directory.Read(task.Task, official ? GluePart.Development : GluePart.SubsetDevelopment);
        // What is chosen by, a part of the official training data, must not be trained on either.
        GlueSet training = directory.Read(task.Task, options.Full && stage != PaperStage.Rates && directory.Find(task.Task, GluePart.Train) is not null ? GluePart.Train : GluePart.SubsetTrain);
        if (!options.Full && task.Examples is { } examples && examples < training.Count)
        {
            training = training.Take(examples, DrawSeed);
        }

        return new TaskData(training.Tokenize(tokenizer, options.Length), development.Tokenize(tokenizer, options.Length), Path.GetFileName(development.Path));
    }
}
