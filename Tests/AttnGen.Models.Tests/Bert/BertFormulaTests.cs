using AttnGen.Models.Bert;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Models.Tests.Bert;

/// <summary>A small encoder of random weights against the paper's formulas, written out with plain operations in fp64.</summary>
public sealed class BertFormulaTests
{
    [Fact]
    public void Hidden_states_equal_the_formula()
    {
        var seed = Random.Shared.Next();
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        manual_seed(seed);
        using var encoder = new BertEncoder(SmallBert.Configuration with { InitializerRange = 0.3 });
        encoder.eval();
        var ids = randint(0, 20, [2, 7]);
        var types = randint(0, 2, [2, 7]);
        var mask = tensor(new long[] { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0 }, [2, 7]);
        var actual = encoder.call(ids, mask, types);
        var expected = Formula(encoder.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.to(ScalarType.Float64)), ids, mask, types);
        var real = mask.unsqueeze(-1);
        var difference = ((actual - expected) * real).abs().max().item<double>();
        Assert.True(difference < 1e-5, $"differs by {difference} (seed {seed})");
    }

    [Fact]
    public void A_sequence_longer_than_the_positions_is_refused()
    {
        using var encoder = new BertEncoder(SmallBert.Configuration);
        Assert.Contains("10 tokens", Assert.Throws<ArgumentException>(() => encoder.call(zeros([1, 10], dtype: ScalarType.Int64), ones(1, 10))).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => encoder.Pool(zeros(1, 2, 12)));
    }

    private static Tensor Formula(Dictionary<string, Tensor> w, Tensor ids, Tensor mask, Tensor types)
    {
        const int heads = 3;
        Tensor Linear(string name, Tensor x) => x.matmul(w[name + ".weight"].t()) + w[name + ".bias"];
        Tensor Norm(string name, Tensor x)
        {
            var centred = x - x.mean([-1], keepdim: true);
            return centred / (centred.pow(2).mean([-1], keepdim: true) + 1e-12).sqrt() * w[name + ".weight"] + w[name + ".bias"];
        }

        var x = Norm("embeddings.LayerNorm", w["embeddings.word_embeddings.weight"][ids] + w["embeddings.token_type_embeddings.weight"][types] + w["embeddings.position_embeddings.weight"].narrow(0, 0, ids.shape[1]));
        for (var layer = 0; layer < 2; layer++)
        {
            var at = $"encoder.layer.{layer}.";
            Tensor Split(string name) => Linear($"{at}attention.self.{name}", x).view(x.shape[0], x.shape[1], heads, -1).transpose(1, 2);
            var scores = Split("query").matmul(Split("key").transpose(-1, -2)) / Math.Sqrt(SmallBert.Configuration.HiddenSize / heads);
            scores = scores.masked_fill(mask.eq(0).unsqueeze(1).unsqueeze(1), double.NegativeInfinity);
            var mixed = softmax(scores, -1).matmul(Split("value")).transpose(1, 2).reshape(x.shape);
            var attended = Norm($"{at}attention.output.LayerNorm", Linear($"{at}attention.output.dense", mixed) + x);
            var widened = Linear($"{at}intermediate.dense", attended);
            var activated = widened * 0.5 * (1 + erf(widened / Math.Sqrt(2)));
            x = Norm($"{at}output.LayerNorm", Linear($"{at}output.dense", activated) + attended);
        }

        return x;
    }
}
