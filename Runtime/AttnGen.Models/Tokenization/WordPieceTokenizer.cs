using System.Text;
using System.Text.Json;
using Microsoft.ML.Tokenizers;

namespace AttnGen.Models.Tokenization;

/// <summary>
/// BERT's WordPiece tokenizer (Microsoft.ML.Tokenizers) with the vocabulary and the settings of the model's own <c>tokenizer.json</c>.
/// Safe to use from several threads.
/// </summary>
public sealed class WordPieceTokenizer
{
    private readonly BertTokenizer tokenizer;
    private readonly int longestWord;

    private WordPieceTokenizer(BertTokenizer tokenizer, int longestWord)
    {
        this.tokenizer = tokenizer;
        this.longestWord = longestWord;
    }

    /// <summary>The id of padding.</summary>
    public int PaddingId => tokenizer.PaddingTokenId;

    /// <summary>Reads a Hugging Face <c>tokenizer.json</c> with BERT's normalizer and pre-tokenizer, the word pieces' prefix <c>##</c> and the unknown token <c>[UNK]</c>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is no WordPiece tokenizer that can be built; the message says what.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="NotSupportedException">The tokenizer strips accents, and the program runs without the globalization data that this takes.</exception>
    public static WordPieceTokenizer FromFile(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var settings = WordPieceSettings.Read(document.RootElement);
            RequireDecomposition(settings.StripAccents);
            using var vocabulary = Vocabulary(document.RootElement.GetProperty("model").GetProperty("vocab"));
            return new WordPieceTokenizer(BertTokenizer.Create(vocabulary, new BertOptions
            {
                Normalizer = new BertText(settings),
                // Nothing is masked here, and a vocabulary without a token for it is as good.
                MaskingToken = WordPieceSettings.Unknown,
                // A text that says "[SEP]" is a text, not a separator.
                SplitOnSpecialTokens = false,
                MaxInputCharsPerWord = settings.LongestWord,
                PreTokenizer = new BertWords(),
            }), settings.LongestWord);
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"'{path}' is no tokenizer.json of a WordPiece tokenizer: {problem.Message}", problem);
        }
    }

    /// <summary>Encodes a text: <c>[CLS] text [SEP]</c>.</summary>
    /// <param name="text">The text; may be empty.</param>
    /// <param name="maxLength">The most tokens, both special ones counted; the text's end is cut. At least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxLength"/> is below 2.</exception>
    public TokenizedText Encode(string text, int maxLength)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 2);
        var ids = Pieces(text, maxLength - 2);
        return new TokenizedText([tokenizer.ClassificationTokenId, .. ids, tokenizer.SeparatorTokenId], new int[ids.Count + 2]);
    }

    /// <summary>
    /// Encodes a pair: <c>[CLS] first [SEP] second [SEP]</c>. The longer text is cut first, as <c>longest_first</c> of Hugging Face's <c>tokenizers</c> does: where both
    /// must be cut and the room is odd, the longer one keeps a token more (of two equal ones the second).
    /// </summary>
    /// <param name="first">The first text; may be empty.</param>
    /// <param name="second">The second text; may be empty.</param>
    /// <param name="maxLength">The most tokens, the three special ones counted. At least 3.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxLength"/> is below 3.</exception>
    public TokenizedText Encode(string first, string second, int maxLength)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 3);
        // Whole: which of the two is the longer one decides who keeps the odd token.
        var (a, b) = (Pieces(first, int.MaxValue), Pieces(second, int.MaxValue));
        var (keepA, keepB) = Kept(a.Count, b.Count, maxLength - 3);
        int[] ids = [tokenizer.ClassificationTokenId, .. a.Take(keepA), tokenizer.SeparatorTokenId, .. b.Take(keepB), tokenizer.SeparatorTokenId];
        var types = new int[ids.Length];
        types.AsSpan(keepA + 2).Fill(1);
        return new TokenizedText(ids, types);
    }

    /// <summary>How much of two texts is left in a room: the shorter one whole if it fits into its half, otherwise half of each.</summary>
    private static (int First, int Second) Kept(int first, int second, int room)
    {
        if (first > second)
        {
            var (shorter, longer) = Kept(second, first, room);
            return (longer, shorter);
        }

        var kept = Math.Min(first, room / 2);
        return (kept, Math.Min(second, room - kept));
    }

    /// <summary>The text's pieces as far as they fit. The library stops before a word that does not fit whole, where BERT cuts the word: it is given room for one more.</summary>
    private IReadOnlyList<int> Pieces(string text, int most)
    {
        if (most == 0)
        {
            return [];
        }

        var pieces = tokenizer.EncodeToIds(text, (int)Math.Min((long)most + longestWord, int.MaxValue), addSpecialTokens: false, out _, out _);
        return pieces.Count <= most ? pieces : [.. pieces.Take(most)];
    }

    /// <summary>In invariant mode .NET leaves accents in place, and every accented word would silently become another token than the model knows.</summary>
    private static void RequireDecomposition(bool stripAccents)
    {
        if (stripAccents && "é".Normalize(NormalizationForm.FormD).Length == 1)
        {
            throw new NotSupportedException("This tokenizer strips accents, which .NET cannot do in invariant globalization mode. Set InvariantGlobalization to false and see that ICU (libicu) is installed.");
        }
    }

    /// <summary>The vocabulary as BERT's own file: a token a line, its id the line's number.</summary>
    private static MemoryStream Vocabulary(JsonElement vocabulary)
    {
        var tokens = new string?[vocabulary.EnumerateObject().Count()];
        foreach (var entry in vocabulary.EnumerateObject())
        {
            var id = entry.Value.GetInt32();
            if (id < 0 || id >= tokens.Length || tokens[id] is not null)
            {
                throw new FormatException($"the vocabulary's ids are not 0 to {tokens.Length - 1}, each once ('{entry.Name}' has {id}).");
            }

            tokens[id] = entry.Name;
        }

        return new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', tokens)));
    }
}
