using System.Text.Json.Nodes;
using AttnGen.Training;

namespace PaperReproduction;

/// <summary>A task's texts as a stage of the reproduction uses them, before they are tokenized.</summary>
/// <param name="Training">What is trained on.</param>
/// <param name="Development">What is measured on: one part, of MNLI the matched and the mismatched one where they are there.</param>
/// <param name="DevelopmentName">Which parts these are, for results.</param>
/// <param name="Epochs">How often what is trained on is used.</param>
internal sealed record TaskSets(GlueSet Training, IReadOnlyList<GlueSet> Development, string DevelopmentName, int Epochs)
{
    /// <summary>Draws the training part, and what is held out of it; one for all cells.</summary>
    private const long DrawSeed = 6000;

    /// <summary>What is held out of the training part is a tenth of it, and no more than this.</summary>
    private const int MostHeldOut = 1000;

    private const int FingerprintLength = 16;

    public static TaskSets Read(PaperTask task, PaperStage stage, ReproductionOptions options)
    {
        // A directory that is named is the only one: nobody would see that a part came from elsewhere.
        GlueDirectory directory = options.DataDirectory is { Length: > 0 } named ? new(named) : GlueDirectory.Create();
        bool Has(GluePart part) => directory.Find(task.Task, part) is not null;

        bool official = task.Task.DevelopmentParts.All(Has);
        bool choosing = stage == PaperStage.Rates;
        // What rates are chosen by, a sample of the official training data, must not be trained on.
        bool whole = Has(GluePart.Train) && ((options.Full && official && !choosing) || !Has(GluePart.SubsetTrain));
        // Where nothing is there, what is missing is the official part: only it can be had.
        GlueSet training = directory.Read(task.Task, !whole && Has(GluePart.SubsetTrain) ? GluePart.SubsetTrain : GluePart.Train);
        List<GlueSet> development;
        string name;
        if (whole && !official)
        {
            // The sample to measure on is of the same data, and what is held out of it is what rates are chosen by.
            throw new FileNotFoundException($"'{training.Path}' is to train on, and there is no official development part of {task.Task} beside it to measure on.");
        }

        if (choosing && (whole || !official || !Has(GluePart.SubsetDevelopment)))
        {
            // There is no other part than what is trained on and what is reported.
            (GlueSet heldOut, training) = training.Split(Math.Clamp(training.Count / 10, 1, MostHeldOut), DrawSeed);
            (development, name) = ([heldOut], $"{Path.GetFileName(heldOut.Path)} (held out)");
        }
        else
        {
            IReadOnlyList<GluePart> parts = choosing || (!official && Has(GluePart.SubsetDevelopment)) ? [GluePart.SubsetDevelopment] : task.Task.DevelopmentParts;
            development = [.. parts.Select(part => directory.Read(task.Task, part))];
            name = string.Join(", ", development.Select(part => Path.GetFileName(part.Path)));
        }

        if ((options.Examples ?? (options.Full ? null : task.Examples)) is { } examples && examples < training.Count)
        {
            training = training.Take(examples, DrawSeed);
        }

        return new TaskSets(training, development, name, options.Examples is not null ? 1 : task.EpochsOf(stage, options.Full));
    }

    /// <summary>What a result says of them.</summary>
    public JsonObject ToJson() => new()
    {
        ["training"] = Path.GetFileName(Training.Path),
        ["trainingExamples"] = Training.Count,
        ["trainingFingerprint"] = Training.Fingerprint[..FingerprintLength],
        ["epochs"] = Epochs,
        ["development"] = DevelopmentName,
        ["developmentFingerprint"] = string.Join(", ", Development.Select(part => part.Fingerprint[..FingerprintLength])),
    };
}
