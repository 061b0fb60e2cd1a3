using System.Text.Json.Nodes;
using AttnGen.Adapters;
using AttnGen.CompilerServices;
using AttnGen.Files;
using AttnGen.Safetensors;
using AttnGen.Tests.Models;
using static TorchSharp.torch;

namespace AttnGen.Tests.Adapters;

public sealed class PeftFormatTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory().FullName;

    private string Weights => Path.Combine(directory, "adapter_model.safetensors");

    private string Config => Path.Combine(directory, "adapter_config.json");

    [Fact]
    public void A_saved_adapter_predicts_the_same_on_a_fresh_base_model()
    {
        using var scope = NewDisposeScope();
        var (trained, fresh) = (Saved(), Base());
        var (ids, _) = Toy.Batch(3);
        Assert.False(trained.call(ids).Equals(fresh.call(ids)));
        fresh.LoadAdapter(directory);
        Assert.True(trained.call(ids).Equals(fresh.call(ids)));
    }

    [Fact]
    public void Names_and_settings_are_PEFTs()
    {
        _ = Saved();
        using var file = SafetensorsFile.Open(Weights);
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal([2L, 8], file.Entries.Single(entry => entry.Name == "base_model.model.layer.0.query.lora_A.weight").Shape);
        Assert.Equal([8L, 2], file.Entries.Single(entry => entry.Name == "base_model.model.layer.1.value.lora_B.weight").Shape);
        Assert.Contains(file.Entries, entry => entry.Name == "base_model.model.classifier.bias");
        Assert.Equal(10, file.Entries.Count);
        var config = JsonNode.Parse(File.ReadAllText(Config))!.AsObject();
        Assert.Equal("LORA", (string?)config["peft_type"]);
        Assert.Equal((2, 4, true), ((int)config["r"]!, (int)config["lora_alpha"]!, (bool)config["inference_mode"]!));
        Assert.Equal(["query", "value"], config["target_modules"]!.AsArray().Select(name => (string?)name));
        Assert.Equal(["classifier"], config["modules_to_save"]!.AsArray().Select(name => (string?)name));
        Assert.Equal(config.Select(pair => pair.Key).Order(StringComparer.Ordinal), config.Select(pair => pair.Key));
    }

    [Fact]
    public void A_save_that_fails_leaves_the_older_adapter_whole()
    {
        using var model = Saved();
        File.Delete(Weights);
        Directory.CreateDirectory(Weights);
        var before = File.ReadAllText(Config);
        model.RemoveAdapter();
        using var tuning = model.BeginTuning(TuneStrategy<ToyClassifier>.Create(strategy => strategy.Lora(2, alpha: 16).Tune(Matrix.Q).Tune(Matrix.V)));
        Assert.ThrowsAny<Exception>(() => tuning.SaveAdapter(directory));
        Assert.Equal(before, File.ReadAllText(Config));
        Assert.Equal([Config, Weights], Directory.GetFileSystemEntries(directory).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_save_that_ends_between_its_two_files_leaves_no_older_configuration_to_the_new_weights()
    {
        using var model = Saved();
        using var weights = PendingFile.Write(Weights, stream => stream.Write(File.ReadAllBytes(Weights)));
        var config = PendingFile.WriteText(Config, "{}");
        config.Dispose();
        Assert.Throws<FileNotFoundException>(() => PeftAdapterFile.Put(weights, config, Config));
        model.RemoveAdapter();
        Assert.Contains("adapter_config.json", Assert.Throws<FileNotFoundException>(() => model.LoadAdapter(directory)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_save_over_an_older_adapter_leaves_the_new_one_alone()
    {
        using var model = Saved();
        model.RemoveAdapter();
        using var tuning = model.BeginTuning(TuneStrategy<ToyClassifier>.Create(strategy => strategy.Lora(2, alpha: 16).Tune(Matrix.Q).Tune(Matrix.V)));
        tuning.SaveAdapter(directory);
        Assert.Equal(16, (int)JsonNode.Parse(File.ReadAllText(Config))!["lora_alpha"]!);
        Assert.Equal([Config, Weights], Directory.GetFileSystemEntries(directory).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Adapters_on_some_layers_are_named_by_their_paths_and_come_back_there_alone()
    {
        using var scope = NewDisposeScope();
        var trained = Base();
        using (var tuning = trained.BeginTuning(TuneStrategy<ToyClassifier>.Create(strategy => strategy.Lora(2).Tune(Matrix.Q).Tune(Matrix.V, layers: "last:1"))))
        {
            Toy.Train(trained, tuning, 3);
            tuning.SaveAdapter(directory);
        }

        var config = JsonNode.Parse(File.ReadAllText(Config))!.AsObject();
        Assert.Equal(["layer.1.value", "query"], config["target_modules"]!.AsArray().Select(name => (string?)name));
        var (fresh, (ids, _)) = (Base(), Toy.Batch(3));
        fresh.LoadAdapter(directory);
        Assert.True(trained.call(ids).Equals(fresh.call(ids)));
    }

    [Fact]
    public void A_head_that_ends_like_a_target_has_the_target_named_by_its_path()
    {
        using var model = new ToyAttentiveHead(new ToyAttention(8), new ToyAttention(8));
        using var tuning = model.BeginTuning(TuneStrategy<ToyAttentiveHead>.Create(strategy => strategy.Lora(2).Tune(Matrix.V)));
        tuning.SaveAdapter(directory);
        var config = JsonNode.Parse(File.ReadAllText(Config))!.AsObject();
        Assert.Equal(["body.value"], config["target_modules"]!.AsArray().Select(name => (string?)name));
        Assert.Equal(["pooler"], config["modules_to_save"]!.AsArray().Select(name => (string?)name));
    }

    [Fact]
    public void The_buffers_of_a_head_come_back_and_a_missing_one_is_named()
    {
        using var scope = NewDisposeScope();
        using var model = new ToyNormedHead();
        using (var tuning = model.BeginTuning())
        {
            ToyNormedHead.Train(model, tuning, 3);
            tuning.SaveAdapter(directory);
        }

        var saved = Read();
        Assert.Equal(3, saved["base_model.model.head.0.num_batches_tracked"].item<long>());
        Assert.True(saved["base_model.model.head.0.running_mean"].abs().max().item<float>() > 0);
        using var fresh = new ToyNormedHead();
        fresh.LoadAdapter(directory);
        Assert.Equal(2 + 2 + 3, model.state_dict().Count(entry => entry.Key.StartsWith("head.", StringComparison.Ordinal)));
        Assert.All(model.state_dict().Where(entry => entry.Key.StartsWith("head.", StringComparison.Ordinal)), entry => Assert.True(entry.Value.Equals(fresh.state_dict()[entry.Key]), entry.Key));

        saved.Remove("base_model.model.head.0.running_var");
        saved["base_model.model.head.0.num_batches_tracked"] = ones([]);
        SafetensorsWriter.Write(Weights, saved);
        using var other = new ToyNormedHead();
        var message = Assert.Throws<AdapterFormatException>(() => other.LoadAdapter(directory)).Message;
        Assert.Contains("head.0.running_var: missing", message, StringComparison.Ordinal);
        Assert.Contains("head.0.num_batches_tracked: is of type F32", message, StringComparison.Ordinal);
        Assert.Equal(0, other.state_dict()["head.0.num_batches_tracked"].item<long>());
    }

    [Fact]
    public void An_adapter_for_each_place_of_one_layer_is_refused_with_both()
    {
        using (var two = new ToyPair(new ToyAttention(8), new ToyAttention(8)))
        using (var tuning = two.BeginTuning())
        {
            tuning.SaveAdapter(directory);
        }

        var layer = new ToyAttention(8);
        using var model = new ToyPair(layer, layer);
        Assert.Contains("'first.query' and 'second.query'", Assert.Throws<AdapterFormatException>(() => model.LoadAdapter(directory)).Message, StringComparison.Ordinal);
        model.RemoveAdapter();
    }

    public static TheoryData<string, string> WrongSettings => new()
    {
        { "peft_type", "\"IA3\"" }, { "use_dora", "true" }, { "fan_in_fan_out", "true" }, { "bias", "\"all\"" }, { "r", "0" }, { "r", "5" }, { "lora_alpha", "-1" }, { "r", "\"x\"" },
    };

    [Theory]
    [MemberData(nameof(WrongSettings))]
    public void A_setting_that_does_not_fit_is_refused_and_nothing_changes(string key, string value)
    {
        _ = Saved();
        Set(key, value);
        Assert.Contains(directory, Refused().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lora_alpha", "\"16\"")]
    [InlineData("r", "2.5")]
    [InlineData("r", "null")]
    [InlineData("lora_dropout", "false")]
    [InlineData("use_rslora", "\"true\"")]
    [InlineData("use_dora", "1")]
    [InlineData("bias", "true")]
    [InlineData("rank_pattern", "[]")]
    [InlineData("alpha_pattern", "{ \"query\": \"4\" }")]
    [InlineData("init_lora_weights", "\"pissa\"")]
    [InlineData("init_lora_weights", "\"pissa_niter_16\"")]
    [InlineData("init_lora_weights", "\"olora\"")]
    [InlineData("init_lora_weights", "\"corda\"")]
    [InlineData("init_lora_weights", "\"loftq\"")]
    [InlineData("init_lora_weights", "3")]
    [InlineData("alora_invocation_tokens", "[1, 2]")]
    [InlineData("layer_replication", "[[0, 1]]")]
    [InlineData("use_qalora", "true")]
    public void A_setting_that_would_change_what_the_tensors_mean_is_refused_by_name(string key, string value)
    {
        _ = Saved();
        Set(key, value);
        var message = Refused().Message;
        Assert.Matches($@"\b{key}\b", message.Replace(directory, "", StringComparison.Ordinal));
        Assert.Contains(Config, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("init_lora_weights", "\"gaussian\"")]
    [InlineData("init_lora_weights", "false")]
    [InlineData("alora_invocation_tokens", "null")]
    [InlineData("use_rslora", "null")]
    [InlineData("rank_pattern", "null")]
    public void A_setting_that_changes_nothing_is_taken(string key, string value)
    {
        using var scope = NewDisposeScope();
        var (trained, fresh, (ids, _)) = (Saved(), Base(), Toy.Batch(3));
        Set(key, value);
        fresh.LoadAdapter(directory);
        Assert.True(trained.call(ids).Equals(fresh.call(ids)));
    }

    [Fact]
    public void A_pattern_that_takes_too_long_is_named()
    {
        _ = Saved();
        const string hostile = @"(?:(.)|(\w)|([^z])|([a-z.0-9]))+[!?]";
        Set("rank_pattern", new JsonObject { [hostile] = 2 }.ToJsonString());
        var message = Refused().Message;
        Assert.Contains(Config, message, StringComparison.Ordinal);
        Assert.Contains(hostile, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_missing_unknown_or_of_another_shape_are_listed()
    {
        _ = Saved();
        var tensors = Read();
        tensors.Remove("base_model.model.layer.0.query.lora_B.weight");
        tensors["base_model.model.layer.1.query.lora_A.weight"] = zeros(2, 9);
        tensors["base_model.model.elsewhere.lora_A.weight"] = zeros(2, 8);
        SafetensorsWriter.Write(Weights, tensors);
        var message = Refused().Message;
        Assert.Contains("layer.0.query.lora_B.weight: missing", message, StringComparison.Ordinal);
        Assert.Contains("layer.1.query.lora_A.weight: is [2, 9]", message, StringComparison.Ordinal);
        Assert.Contains("base_model.model.elsewhere.lora_A.weight: nothing in the model", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_fails_at_its_last_tensor_leaves_the_model_as_it_was()
    {
        // Wider than what a stream reads ahead.
        const int width = 1024;
        using var scope = NewDisposeScope();
        using var saved = Saved(width);
        using var model = Base(width);
        var map = ModuleMap.Of(model);
        var before = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone());
        using var file = SafetensorsFile.Open(Weights);
        using (var shrinking = new FileStream(Weights, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            shrinking.SetLength(shrinking.Length - 1);
        }

        Assert.Throws<EndOfStreamException>(() => PeftAdapterFile.Load(map, PeftConfig.Read(Config), file));
        Assert.All(map.Projections, projection => Assert.Null(projection.Slot.Adapter));
        Assert.All(model.state_dict(), entry => Assert.True(entry.Value.Equals(before[entry.Key]), entry.Key));
    }

    [Fact]
    public void A_second_adapter_is_refused()
    {
        var model = Saved();
        Assert.Contains("RemoveAdapter", Assert.Throws<AdapterFormatException>(() => model.LoadAdapter(directory)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_adapters_has_nothing_to_save()
    {
        using var model = Base();
        Assert.Throws<TuningException>(() => model.SaveAdapter(directory));
        Assert.Empty(Directory.GetFiles(directory));
    }

    [Fact]
    public void Ranks_by_pattern_and_rank_stabilized_scales_are_read()
    {
        using var scope = NewDisposeScope();
        using var model = Base();
        SafetensorsWriter.Write(Weights, new Dictionary<string, Tensor>
        {
            ["base_model.model.layer.0.value.lora_A.weight"] = ones(4, 8),
            ["base_model.model.layer.0.value.lora_B.weight"] = ones(8, 4),
        });
        File.WriteAllText(Config, "{\"peft_type\":\"LORA\",\"r\":2,\"lora_alpha\":3,\"use_rslora\":true,\"rank_pattern\":{\"layer.0.value\":4},\"target_modules\":[\"value\"]}");
        var before = model.Layers[0].Value.weight.detach().clone();
        model.LoadAdapter(directory);
        model.Merge();
        // Every element of B A is 4, times alpha / sqrt(rank) = 3 / 2.
        Assert.InRange((model.Layers[0].Value.weight - before - 6).abs().max().item<float>(), 0, 1e-5f);
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private void Set(string key, string value)
    {
        var config = JsonNode.Parse(File.ReadAllText(Config))!.AsObject();
        config[key] = JsonNode.Parse(value);
        File.WriteAllText(Config, config.ToJsonString());
    }

    private AdapterFormatException Refused()
    {
        using var scope = NewDisposeScope();
        using var model = Base();
        var (ids, _) = Toy.Batch(3);
        var before = model.call(ids);
        var problem = Assert.Throws<AdapterFormatException>(() => model.LoadAdapter(directory));
        Assert.True(before.Equals(model.call(ids)));
        return problem;
    }

    private Dictionary<string, Tensor> Read()
    {
        using var file = SafetensorsFile.Open(Weights);
        return file.Entries.ToDictionary(entry => entry.Name, entry => file.ReadTensor(entry.Name));
    }

    private static ToyClassifier Base(int width = 8)
    {
        manual_seed(31);
        return new ToyClassifier(width);
    }

    private ToyClassifier Saved(int width = 8)
    {
        var model = Base(width);
        using var tuning = model.BeginTuning(new TuningOptions { LearningRate = 1e-2 });
        Toy.Train(model, tuning, 5);
        tuning.SaveAdapter(directory);
        return model;
    }
}
