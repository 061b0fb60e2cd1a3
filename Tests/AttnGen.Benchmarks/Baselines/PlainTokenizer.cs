using System.Text.Json;
using Microsoft.ML.Tokenizers;

namespace AttnGen.Benchmarks.Baselines;

/// <summary>Tokenization as a user of Microsoft.ML.Tokenizers writes it: one text after the other.</summary>
internal sealed class PlainTokenizer
{
    private readonly BertTokenizer tokenizer;

    /// <summary>With the vocabulary of a <c>tokenizer.json</c>.</summary>
    public PlainTokenizer(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var tokens = document.RootElement.GetProperty("model").GetProperty("vocab").EnumerateObject().OrderBy(entry => entry.Value.GetInt32()).Select(entry => entry.Name);
        using var vocabulary = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', tokens)));
        tokenizer = BertTokenizer.Create(vocabulary, new BertOptions { LowerCaseBeforeTokenization = true, RemoveNonSpacingMarks = true });
    }

    public List<(int[] Ids, int Label)> Encode(IReadOnlyList<(string Text, int Label)> texts, int length) =>
        [.. texts.Select(text => (tokenizer.EncodeToIds(text.Text, length, addSpecialTokens: true, out _, out _).ToArray(), text.Label))];
}
