using AttnGen.Models.Bert;
using AttnGen.Models.Checkpoints;
using AttnGen.Models.Tests.Bert;
using AttnGen.Safetensors;
using static TorchSharp.torch;

namespace AttnGen.Models.Tests.Checkpoints;

public sealed class CheckpointTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory().FullName;

    private string Weights => Path.Combine(directory, "model.safetensors");

    [Theory]
    [InlineData("", ScalarType.Float32)]
    [InlineData("bert.", ScalarType.Float16)]
    [InlineData("bert.", ScalarType.BFloat16)]
    public void Names_with_and_without_the_prefix_in_every_precision(string prefix, ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var source = new BertEncoder(SmallBert.Configuration, pooler: true);
        Write(source, name => prefix + name, type);
        using var loaded = BertEncoder.Load(Weights, Config(), pooler: true);
        foreach (var (name, value) in source.state_dict())
        {
            Assert.Equal(ScalarType.Float32, loaded.state_dict()[name].dtype);
            Assert.True(value.to(type).to(ScalarType.Float32).Equals(loaded.state_dict()[name]), name);
        }
    }

    [Fact]
    public void The_old_names_of_norms_and_the_heads_of_pretraining_are_known()
    {
        using var source = new BertEncoder(SmallBert.Configuration, pooler: true);
        Write(source, name => "bert." + name.Replace("LayerNorm.weight", "LayerNorm.gamma", StringComparison.Ordinal).Replace("LayerNorm.bias", "LayerNorm.beta", StringComparison.Ordinal), ScalarType.Float32,
            ("cls.predictions.bias", zeros(20)), ("bert.embeddings.position_ids", arange(9)));
        using var loaded = BertEncoder.Load(Weights, Config());
        Assert.DoesNotContain(loaded.state_dict().Keys, name => name.StartsWith("pooler", StringComparison.Ordinal));
        Assert.True(source.state_dict()["embeddings.LayerNorm.weight"].Equals(loaded.state_dict()["embeddings.LayerNorm.weight"]));
    }

    [Fact]
    public void Missing_unexpected_and_wrong_tensors_are_listed_at_once_and_nothing_is_loaded()
    {
        using var scope = NewDisposeScope();
        using var source = new BertEncoder(SmallBert.Configuration);
        var tensors = source.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value);
        tensors.Remove("encoder.layer.1.attention.self.value.bias");
        tensors["encoder.layer.0.attention.self.query.weight"] = zeros(12, 13);
        tensors["encoder.layer.0.output.dense.bias"] = zeros([12], dtype: ScalarType.Int64);
        tensors["encoder.layer.9.output.dense.bias"] = zeros(12);
        SafetensorsWriter.Write(Weights, tensors);
        using var target = new BertEncoder(SmallBert.Configuration);
        var before = target.state_dict()["embeddings.word_embeddings.weight"].clone();
        var message = Assert.Throws<CheckpointException>(() => Checkpoint.Load(target, Weights)).Message;
        Assert.Contains("missing: encoder.layer.1.attention.self.value.bias", message, StringComparison.Ordinal);
        Assert.Contains("unexpected: encoder.layer.9.output.dense.bias", message, StringComparison.Ordinal);
        Assert.Contains("encoder.layer.0.attention.self.query.weight: is [12, 13] in the file and [12, 12]", message, StringComparison.Ordinal);
        Assert.Contains("encoder.layer.0.output.dense.bias: is of type I64", message, StringComparison.Ordinal);
        Assert.DoesNotContain("missing: encoder.layer.0.attention.self.query.weight", message, StringComparison.Ordinal);
        Assert.True(before.Equals(target.state_dict()["embeddings.word_embeddings.weight"]));
    }

    [Fact]
    public void What_may_be_missing_keeps_its_values_and_is_reported()
    {
        using var source = new BertEncoder(SmallBert.Configuration);
        Write(source, name => name, ScalarType.Float32, ("extra.x", zeros(1)));
        using var target = new BertEncoder(SmallBert.Configuration, pooler: true);
        var report = Checkpoint.Load(target, Weights, new CheckpointOptions { MayBeMissing = ["pooler."], Ignored = ["extra."] });
        Assert.Equal(["pooler.dense.weight", "pooler.dense.bias"], report.Missing);
        Assert.Equal(["extra.x"], report.Ignored);
        Assert.Equal(source.state_dict().Count, report.Loaded.Count);
    }

    [Theory]
    [InlineData("{", "not the configuration")]
    [InlineData("{\"model_type\":\"gpt2\"}", "gpt2")]
    [InlineData("{\"model_type\":\"bert\",\"vocab_size\":20}", "hidden_size")]
    [InlineData("{\"model_type\":\"bert\",\"vocab_size\":20,\"hidden_size\":10,\"num_hidden_layers\":1,\"num_attention_heads\":3,\"intermediate_size\":4}", "no multiple")]
    [InlineData("{\"model_type\":\"bert\",\"vocab_size\":-1}", "positive")]
    [InlineData("{\"vocab_size\":20,\"hidden_size\":12,\"num_hidden_layers\":1,\"num_attention_heads\":3,\"intermediate_size\":4,\"is_decoder\":true}", "is_decoder is true")]
    [InlineData("{\"vocab_size\":20,\"hidden_size\":12,\"num_hidden_layers\":1,\"num_attention_heads\":3,\"intermediate_size\":4,\"add_cross_attention\":true}", "add_cross_attention is true")]
    [InlineData("{\"vocab_size\":20,\"hidden_size\":12,\"num_hidden_layers\":1,\"num_attention_heads\":3,\"intermediate_size\":4,\"hidden_dropout_prob\":1.5}", "hidden_dropout_prob is 1.5")]
    [InlineData("{\"vocab_size\":20,\"hidden_size\":12,\"num_hidden_layers\":1,\"num_attention_heads\":3,\"intermediate_size\":4,\"attention_probs_dropout_prob\":-0.1}", "attention_probs_dropout_prob is -0.1")]
    [InlineData("{\"vocab_size\":20,\"hidden_size\":12,\"num_hidden_layers\":1,\"num_attention_heads\":3,\"intermediate_size\":4,\"layer_norm_eps\":0}", "layer_norm_eps is 0")]
    [InlineData("{\"vocab_size\":20,\"hidden_size\":12,\"num_hidden_layers\":1,\"num_attention_heads\":3,\"intermediate_size\":4,\"initializer_range\":-1}", "initializer_range is -1")]
    public void A_configuration_that_cannot_be_built_says_why(string json, string expected)
    {
        var path = Path.Combine(directory, "config.json");
        File.WriteAllText(path, json);
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => BertConfiguration.FromFile(path)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private string Config()
    {
        var path = Path.Combine(directory, "config.json");
        File.WriteAllText(path, "{\"model_type\":\"bert\",\"vocab_size\":20,\"hidden_size\":12,\"num_hidden_layers\":2,\"num_attention_heads\":3,\"intermediate_size\":16,\"max_position_embeddings\":9}");
        return path;
    }

    private void Write(BertEncoder source, Func<string, string> rename, ScalarType type, params (string Name, Tensor Value)[] more)
    {
        using var _ = no_grad();
        SafetensorsWriter.Write(Weights, source.state_dict().Select(entry => KeyValuePair.Create(rename(entry.Key), entry.Value.to(type))).Concat(more.Select(extra => KeyValuePair.Create(extra.Name, extra.Value))));
    }
}
