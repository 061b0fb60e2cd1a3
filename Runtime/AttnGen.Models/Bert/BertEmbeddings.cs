using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Models.Bert;

/// <summary>The sum of word, position and segment embeddings, normed: ids and segments <c>[batch, length]</c> to <c>[batch, length, width]</c>.</summary>
[TunableModule]
public sealed partial class BertEmbeddings : nn.Module<Tensor, Tensor?, Tensor>
{
    [Name("word_embeddings")] private readonly Embedding words;
    [Name("position_embeddings")] private readonly Embedding positions;
    [Name("token_type_embeddings")] private readonly Embedding segments;
    [Name("LayerNorm")] private readonly LayerNorm norm;
    private readonly Dropout dropout;
    private readonly int maxLength;

    internal BertEmbeddings(BertConfiguration configuration)
        : base(nameof(BertEmbeddings))
    {
        words = nn.Embedding(configuration.VocabularySize, configuration.HiddenSize);
        positions = nn.Embedding(configuration.MaxLength, configuration.HiddenSize);
        segments = nn.Embedding(configuration.TokenTypes, configuration.HiddenSize);
        norm = nn.LayerNorm(configuration.HiddenSize, configuration.LayerNormEpsilon);
        dropout = nn.Dropout(configuration.HiddenDropout);
        maxLength = configuration.MaxLength;
        RegisterComponents();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The sequence is longer than the model's positions.</exception>
    public override Tensor forward(Tensor ids, Tensor? typeIds)
    {
        var length = ids.shape[1];
        if (length > maxLength)
        {
            throw new ArgumentException($"A sequence of {length} tokens is longer than the {maxLength} positions of the model. Truncate it when tokenizing.", nameof(ids));
        }

        using Scalar first = 0, end = length, one = 1;
        var position = arange(first, end, one, device: ids.device).unsqueeze(0);
        var segment = segments.call(typeIds ?? zeros_like(ids));
        return dropout.call(norm.call(words.call(ids).add(segment, one).add(positions.call(position), one)));
    }
}
