using System.Text;
using AttnGen.Models.Tokenization;

namespace AttnGen.Training.Tests.Glue;

/// <summary>Small files in GLUE's formats, each with its folder, in a directory of their own.</summary>
internal sealed class GlueFiles : IDisposable
{
    /// <summary>Whole words, so that what a text becomes can be seen; accents are left, for tests run without ICU.</summary>
    private const string Vocabulary = """{ "[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "[MASK]": 4, "red": 5, "green": 6, "blue": 7, "dark": 8, "light": 9, ".": 10 }""";

    private readonly OwnDirectory directory = new();

    public string Root => directory.Path;

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public WordPieceTokenizer Tokenizer() => WordPieceTokenizer.FromFile(Write(
        "tokenizer.json", $$"""{ "normalizer": { "type": "BertNormalizer", "lowercase": true, "strip_accents": false }, "pre_tokenizer": { "type": "BertPreTokenizer" }, "model": { "type": "WordPiece", "vocab": {{Vocabulary}} } }"""));

    public void Dispose() => directory.Dispose();
}
