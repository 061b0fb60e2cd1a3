using System.Text.Json.Nodes;
using AttnGen.Models.Tokenization;
using AttnGen.Training;

namespace PaperReproduction;

/// <summary>A task's texts, tokenized once in a process.</summary>
/// <param name="Training">What is trained on.</param>
/// <param name="Development">What is measured on, each part by itself.</param>
/// <param name="Epochs">How often what is trained on is used.</param>
/// <param name="Settings">What a result says of the run beside its cell.</param>
internal sealed record TaskData(TextDataset Training, IReadOnlyList<TextDataset> Development, int Epochs, JsonObject Settings)
{
    public static TaskData Load(PaperTask task, PaperStage stage, ReproductionOptions options, EncoderFiles model)
    {
        TaskSets sets = TaskSets.Read(task, stage, options);
        WordPieceTokenizer tokenizer = WordPieceTokenizer.FromFile(model.Tokenizer);
        return new TaskData(sets.Training.Tokenize(tokenizer, options.Length), [.. sets.Development.Select(part => part.Tokenize(tokenizer, options.Length))], sets.Epochs, options.SettingsOf(sets, model));
    }
}
