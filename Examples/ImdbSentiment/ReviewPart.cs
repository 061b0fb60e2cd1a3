using System.Security.Cryptography;
using System.Text;
using AttnGen.Models.Tokenization;
using AttnGen.Training;

namespace ImdbSentiment;

/// <summary>The reviews of one part of the split.</summary>
internal sealed record ReviewPart(IReadOnlyList<(string Text, int Label)> Reviews)
{
    /// <summary>SHA-256 over texts and labels in order: results on equal fingerprints are results on the same reviews.</summary>
    public string Fingerprint
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var (text, label) in Reviews)
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"{label}\t{text}\n"));
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }

    public TextDataset Tokenize(WordPieceTokenizer tokenizer, int length, string name) =>
        TextDataset.Tokenize(Reviews, review => new TextExample(tokenizer.Encode(review.Text, length).Ids, review.Label), classes: 2, name);

    /// <summary>The same texts with the labels in another order: the control in which there is nothing to learn.</summary>
    public ReviewPart WithShuffledLabels(long seed)
    {
        int[] order = new SeededRandom(seed).Permutation(Reviews.Count);
        return new ReviewPart([.. Reviews.Select((review, index) => (review.Text, Reviews[order[index]].Label))]);
    }
}
