using AttnGen.Models.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Models.Bert;

/// <summary>
/// BERT (Devlin et al. 2018, arXiv 1810.04805): token ids to hidden states. Its parameters have Hugging Face's names; its attention layers have the
/// roles query, key and value and declare nothing, so that the model which contains it decides what is tuned.
/// </summary>
[TunableModule]
public sealed partial class BertEncoder : nn.Module<Tensor, Tensor, Tensor?, Tensor>
{
    private readonly BertEmbeddings embeddings;
    private readonly BertLayers encoder;
    private readonly BertPooler? pooler;

    /// <summary>Makes an encoder with new weights: normal with the configuration's deviation, biases zero.</summary>
    /// <param name="configuration">The sizes.</param>
    /// <param name="pooler">Whether it has the pooler that <see cref="Pool"/> uses.</param>
    public BertEncoder(BertConfiguration configuration, bool pooler = false)
        : base(nameof(BertEncoder))
    {
        ArgumentNullException.ThrowIfNull(configuration);
        Configuration = configuration;
        embeddings = new BertEmbeddings(configuration);
        encoder = new BertLayers(configuration);
        this.pooler = pooler ? new BertPooler(configuration) : null;
        RegisterComponents();
        Initialize();
    }

    /// <summary>The sizes.</summary>
    public BertConfiguration Configuration { get; }

    /// <summary>Loads an encoder from Hugging Face's files; weights in fp16, bf16 or fp32 become fp32.</summary>
    /// <param name="weights">The safetensors file; its names with or without <c>bert.</c>.</param>
    /// <param name="configuration">The <c>config.json</c>.</param>
    /// <param name="pooler">Whether to load the pooler; without it, its weights are passed over.</param>
    /// <param name="dropout">
    /// The dropout of hidden states and attention weights while training, 0 to 1; null takes the configuration's. An encoder that is frozen
    /// but for small adapters seldom needs any, and without it a step on the CPU takes two thirds of the time.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The dropout is not in 0 to 1.</exception>
    /// <exception cref="CheckpointException">Tensors are missing, unexpected or of another shape; the message lists them.</exception>
    /// <exception cref="InvalidDataException">The configuration is no BERT's that can be built; the message says what.</exception>
    /// <exception cref="IOException">A file cannot be read, or the weights are damaged.</exception>
    public static BertEncoder Load(string weights, string configuration, bool pooler = false, double? dropout = null)
    {
        var sizes = BertConfiguration.FromFile(configuration);
        var encoder = new BertEncoder(dropout is { } given ? sizes.WithDropout(given) : sizes, pooler);
        try
        {
            Checkpoint.Load(encoder, weights, new CheckpointOptions
            {
                Prefixes = ["bert."],
                Renames = [("LayerNorm.gamma", "LayerNorm.weight"), ("LayerNorm.beta", "LayerNorm.bias")],
                // A list of 0 to 511 that old versions stored, and the heads of pretraining.
                Ignored = pooler ? ["embeddings.position_ids", "cls."] : ["embeddings.position_ids", "cls.", "pooler."],
            });
            return encoder;
        }
        catch
        {
            encoder.Dispose();
            throw;
        }
    }

    /// <summary>Hidden states of the last layer.</summary>
    /// <param name="ids">Token ids <c>[batch, length]</c>.</param>
    /// <param name="mask">1 for a token, 0 for padding, <c>[batch, length]</c>; of any type.</param>
    /// <returns><c>[batch, length, width]</c>.</returns>
    public Tensor call(Tensor ids, Tensor mask) => call(ids, mask, null);

    /// <inheritdoc cref="call(Tensor, Tensor)"/>
    /// <param name="ids">Token ids <c>[batch, length]</c>.</param>
    /// <param name="mask">1 for a token, 0 for padding, <c>[batch, length]</c>; of any type.</param>
    /// <param name="typeIds">Segments <c>[batch, length]</c>, or null for the first one throughout.</param>
    public override Tensor forward(Tensor ids, Tensor mask, Tensor? typeIds)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(mask);
        var hidden = embeddings.call(ids, typeIds).to(encoder.ElementType);
        return encoder.call(hidden, Additive(mask, hidden.dtype));
    }

    /// <summary>The mean of the tokens' states, padding left out: what sentence encoders use.</summary>
    /// <param name="hidden"><c>[batch, length, width]</c>.</param>
    /// <param name="mask"><c>[batch, length]</c>.</param>
    /// <returns><c>[batch, width]</c>; float32 for half precisions, as heads and losses are.</returns>
    public static Tensor MeanPool(Tensor hidden, Tensor mask)
    {
        ArgumentNullException.ThrowIfNull(hidden);
        ArgumentNullException.ThrowIfNull(mask);
        using var scope = NewDisposeScope();
        var wide = Wide(hidden);
        var weights = mask.to(wide.dtype).unsqueeze(-1);
        using Scalar least = 1e-9;
        return ((wide * weights).sum(1) / weights.sum(1).clamp_min(least)).MoveToOuterDisposeScope();
    }

    /// <summary>The pooled state of the first token.</summary>
    /// <param name="hidden"><c>[batch, length, width]</c>.</param>
    /// <returns><c>[batch, width]</c>.</returns>
    /// <exception cref="InvalidOperationException">The encoder was made without its pooler.</exception>
    public Tensor Pool(Tensor hidden) =>
        (pooler ?? throw new InvalidOperationException("The encoder has no pooler. Make or load it with pooler: true, or use MeanPool.")).call(Wide(hidden));

    private static Tensor Wide(Tensor hidden) => hidden.dtype is ScalarType.BFloat16 or ScalarType.Float16 ? hidden.to(ScalarType.Float32) : hidden;

    /// <summary>What is added to the attention's scores; null where nothing is padding, which on a GPU would cost more to find out than it saves.</summary>
    private static Tensor? Additive(Tensor mask, ScalarType type)
    {
        using Scalar none = 0, hidden = type == ScalarType.Float16 ? -65504.0 : -1e30;
        using var padding = mask.eq(none);
        if (mask.device_type == DeviceType.CPU && !padding.any().item<bool>())
        {
            return null;
        }

        return padding.to(type).mul(hidden).unsqueeze(1).unsqueeze(1);
    }

    private void Initialize()
    {
        using var _ = no_grad();
        foreach (var module in modules())
        {
            switch (module)
            {
                case Linear linear:
                    nn.init.normal_(linear.weight, 0, Configuration.InitializerRange);
                    nn.init.zeros_(linear.bias!);
                    break;
                case Embedding embedding:
                    nn.init.normal_(embedding.weight!, 0, Configuration.InitializerRange);
                    break;
            }
        }
    }
}
