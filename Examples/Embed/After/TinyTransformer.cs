using AttnGen;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Embed;

/// <summary>Token ids <c>[batch, length]</c> to logits <c>[batch, 2]</c>.</summary>
[TunableModule]
[Tune(Matrix.Q)]
[Tune(Matrix.V, LrScale = 2)]
public sealed partial class TinyTransformer : nn.Module<Tensor, Tensor>
{
    private readonly Embedding tokens, positions;
    private readonly ModuleList<Block> blocks;
    [Head] private readonly Linear classifier;

    public TinyTransformer(int width, int depth)
        : base(nameof(TinyTransformer))
    {
        tokens = nn.Embedding(RepeatTask.Vocabulary, width);
        positions = nn.Embedding(RepeatTask.Length, width);
        blocks = new ModuleList<Block>([.. Enumerable.Range(0, depth).Select(_ => new Block(width))]);
        classifier = nn.Linear(width, 2);
        RegisterComponents();
    }

    public override Tensor forward(Tensor ids)
    {
        var x = tokens.call(ids) + positions.call(arange(ids.shape[1])).unsqueeze(0);
        foreach (var block in blocks)
        {
            x = block.call(x);
        }

        return classifier.call(x.select(1, 0));
    }
}
