using System.Reflection;
using Microsoft.ML.TorchSharp.NasBert.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Tests.Foreign;

/// <summary>A transformer of a published package, Microsoft.ML.TorchSharp 0.23.1, which was compiled without AttnGen and against an older TorchSharp.</summary>
public sealed class PublishedModelTests
{
    private const int Embedding = 64;

    [Fact]
    public void Its_query_and_value_are_tuned_in_full()
    {
        using var scope = NewDisposeScope();
        // Disposing it throws within the package: it disposes parts that it never made.
        var model = NewEncoder();
        var before = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());
        using var tuning = model.BeginTuning(TuneStrategy<NasBertEncoder>.Create(s => s.Tune(Matrix.Q).Tune(Matrix.V, lrScale: 2)), new TuningOptions { LearningRate = 1e-3 });
        Assert.Equal(
            ["Layers.0.Operation.SelfAttention.VProjection.weight", "Layers.0.Operation.SelfAttention.VProjection.bias", "Layers.2.Operation.SelfAttention.VProjection.weight", "Layers.2.Operation.SelfAttention.VProjection.bias"],
            tuning.Groups[Matrix.V].TunedParameters.Select(tuned => tuned.Path));
        var losses = new List<float>();
        for (var step = 0; step < 10; step++)
        {
            losses.Add(Step(model, tuning));
        }

        Assert.True(losses[^1] < losses[0], string.Join(" ", losses));
        Assert.All(
            model.state_dict().Where(entry => !entry.Value.Equals(before[entry.Key])),
            entry => Assert.True(entry.Key.Contains(".QProjection.", StringComparison.Ordinal) || entry.Key.Contains(".VProjection.", StringComparison.Ordinal), entry.Key));
    }

    /// <summary>Its attention computes the projections without <c>call</c>, so that a hook never runs: what would silently train nothing is refused.</summary>
    [Fact]
    public void Its_attention_goes_past_hooks_which_is_refused_with_every_path()
    {
        using var scope = NewDisposeScope();
        var model = NewEncoder();
        using var tuning = model.BeginTuning(TuneStrategy<NasBertEncoder>.Create(s => s.Lora(4).Tune(Matrix.V)));
        var refusal = Assert.Throws<TuningException>(() => Step(model, tuning));
        Assert.Contains("Layers.0.Operation.SelfAttention.VProjection", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Layers.2.Operation.SelfAttention.VProjection", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Tune the matrices themselves", refusal.Message, StringComparison.Ordinal);
    }

    private static float Step(NasBertEncoder model, TuningSession tuning)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        var tokens = randint(2, 100, [4, 7], dtype: ScalarType.Int64, generator: generator);
        var places = zeros([4, 7], ScalarType.Int64);
        var output = model.call(tokens, places, places);
        var loss = (output - 1).square().mean();
        // With adapters that nothing goes through there is nothing to differentiate either.
        if (loss.requires_grad)
        {
            loss.backward();
        }

        tuning.Step(loss);
        return loss.ToSingle();
    }

    private static NasBertEncoder NewEncoder()
    {
        manual_seed(3);
        const int attention = 1, feedForward = 2;
        var encoder = new NasBertEncoder(
            paddingIdx: 1, vocabSize: 100, dropout: 0, attentionDropout: 0, activationDropout: 0, activationFn: "relu", dynamicDropout: false, addBiasKv: false, addZeroAttention: false,
            maxSeqLen: 64, learnedPositionEmbedding: true, embedSize: Embedding, embedScale: null, arches: [attention, feedForward, attention, feedForward], usePositionEmbedding: true,
            offsetPositionsByPadding: true, numSegments: 0, encoderNormalizeBefore: false, numEncoderLayers: 4, applyBertInit: true, freezeEmbeddings: false, freezeLayers: false,
            freezeTransfer: false, nTransLayersToFreeze: 0);
        Refill(encoder);
        return encoder;
    }

    /// <summary>
    /// The package initializes by <c>linear.weight = new Parameter(linear.weight)</c>, which the TorchSharp that AttnGen needs (0.107) answers by emptying
    /// the weight: as published, the encoder throws at its first pass with it. New weights put that right.
    /// </summary>
    private static void Refill(nn.Module encoder)
    {
        var (weight, bias) = (Field("_weight"), Field("_bias"));
        foreach (var linear in encoder.named_modules().Select(part => part.module).OfType<Linear>().Where(linear => linear.weight.IsInvalid))
        {
            weight.SetValue(linear, null);
            linear.weight = new Parameter(randn(linear.out_features, linear.in_features) * 0.05);
            if (linear.bias is { IsInvalid: true })
            {
                bias.SetValue(linear, null);
                linear.bias = new Parameter(zeros(linear.out_features));
            }
        }

        static FieldInfo Field(string name) => typeof(Linear).GetField(name, BindingFlags.NonPublic | BindingFlags.Instance)!;
    }
}
