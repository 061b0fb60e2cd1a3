using System.Text.Json.Nodes;
using AttnGen.Adapters;
using AttnGen.CompilerServices;
using AttnGen.PlainModels;
using AttnGen.Safetensors;
using AttnGen.Tests.Foreign;
using AttnGen.Tests.Models;
using AttnGen.Tests.Products;
using AttnGen.Tests.Shared;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Tests.Adapters;

/// <summary>DoRA the whole way: sessions, explanations, files, merging, states, half precision, models of other assemblies.</summary>
public sealed class DoraLifeTests : IDisposable
{
    private static readonly TuningOptions Options = new() { LearningRate = 1e-2, Seed = 3 };
    private static readonly TuneStrategy<WideClassifier> Wide = TuneStrategy<WideClassifier>.Create(s => s.Dora(4, dropout: 0.1).Tune(Matrix.Q).Tune(Matrix.V, lrScale: 2));

    private readonly OwnDirectory directory = new();

    [Fact]
    public void It_learns_and_says_what_it_trains()
    {
        using var scope = NewDisposeScope();
        manual_seed(31);
        using var model = new ToyClassifier();
        using var tuning = DoraQv.Begin(model, Options);
        Assert.Equal(2 * ((2 * 2 * 8) + 8), tuning.Groups.Query.ParameterCount);
        Assert.Equal(["layer.0.value.lora_A.weight", "layer.0.value.lora_B.weight", "layer.0.value.lora_magnitude_vector"], tuning.Groups.Value.TunedParameters.Take(3).Select(tuned => tuned.Path));
        Assert.Equal([true, true, false], tuning.Groups.Value.TunedParameters.Take(3).Select(tuned => tuned.IsDecayed));
        var text = tuning.Explain();
        Assert.Contains("ToyClassifier: dora rank=2 alpha=4 dropout=0; Q x1; V x4; head x1", text, StringComparison.Ordinal);
        Assert.Matches(@"layer\.1\.query\.lora_magnitude_vector +\[8\] +dora +1\.0e-2 +0 +8", text);
        Assert.Matches(@"classifier\.weight +\[3, 8\] +full", text);
        Assert.Matches(@"rank +2 +\[Dora\] on DoraQv", text);
        Assert.Matches(@"dropout +0\.5 +argument", Origins(0.5));
        var before = tuning.Groups.Value.TunedParameters[2].Parameter.detach().clone();
        var losses = Toy.Train(model, tuning, 40);
        Assert.True(losses[^4..].Sum() < 0.95 * losses[..4].Sum(), string.Join(" ", losses));
        Assert.False(before.Equals(tuning.Groups.Value.TunedParameters[2].Parameter));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void An_untrained_adapter_changes_nothing_in_a_session_and_merged(double dropout)
    {
        using var scope = NewDisposeScope();
        manual_seed(8);
        using var model = new ToyClassifier();
        var (ids, _) = Toy.Batch(3);
        var (before, weight) = (model.call(ids), model.Layers[0].Value.weight.detach().clone());
        using (var tuning = model.BeginTuning(TuneStrategy<ToyClassifier>.Create(s => s.Dora(2, dropout: dropout).Tune(Matrix.Q | Matrix.K | Matrix.V)), Options))
        {
            Assert.True(before.Equals(model.call(ids)));
        }

        model.Merge();
        Assert.True(weight.Equals(model.Layers[0].Value.weight));
        Assert.True(before.Equals(model.call(ids)));
    }

    [Fact]
    public void Merging_gives_the_output_of_the_adapters_and_removing_that_of_the_base()
    {
        using var scope = NewDisposeScope();
        using var model = Trained();
        var (ids, _) = Toy.Batch(9);
        var adapted = model.call(ids);
        model.SaveAdapter(directory.Path);
        model.Merge();
        Assert.InRange((adapted - model.call(ids)).abs().max().item<float>(), 0, 1e-5f);

        using var fresh = Base();
        var untouched = fresh.Layers[0].call(ones(1, 2, 8));
        fresh.LoadAdapter(directory.Path);
        Assert.True(adapted.Equals(fresh.call(ids)));
        Assert.False(untouched.Equals(fresh.Layers[0].call(ones(1, 2, 8))));
        fresh.RemoveAdapter();
        Assert.True(untouched.Equals(fresh.Layers[0].call(ones(1, 2, 8))));
    }

    [Fact]
    public void It_follows_the_model_to_another_type_and_trains_on_in_a_second_session()
    {
        using var scope = NewDisposeScope();
        using var model = Trained();
        var (ids, _) = Toy.Batch(9);
        var single = model.call(ids);
        model.to(ScalarType.Float64);
        var twice = model.call(ids);
        Assert.Equal(ScalarType.Float64, twice.dtype);
        Assert.InRange((single - twice).abs().max().item<double>(), 0, 1e-5);
        using var tuning = DoraQv.Begin(model, Options);
        Assert.True(twice.Equals(model.call(ids)));
    }

    [Fact]
    public void Another_method_on_top_is_refused()
    {
        using var model = Trained();
        var problem = Assert.Throws<TuningException>(() => model.BeginTuning(TuneStrategy<ToyClassifier>.Create(s => s.Lora(2, 4).Tune(Matrix.Q | Matrix.V)))).Message;
        Assert.Contains("has an adapter (dora rank=2 alpha=4 dropout=0) and the strategy asks for lora rank=2 alpha=4 dropout=0", problem, StringComparison.Ordinal);
        Assert.Contains("declared twice: lora rank=8 alpha=8 dropout=0, then dora rank=8 alpha=8 dropout=0", Assert.Throws<ArgumentException>(() => TuneStrategy<ToyClassifier>.Create(s => s.Lora().Dora())).Message, StringComparison.Ordinal);
        Assert.Contains("Rank 9 is larger", Assert.Throws<TuningException>(() => Base().BeginTuning(TuneStrategy<ToyClassifier>.Create(s => s.Dora(9).Tune(Matrix.Q)))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new DoraTuning(0, 8));
    }

    [Fact]
    public void Names_and_settings_are_PEFTs()
    {
        using var model = Trained();
        model.SaveAdapter(directory.Path);
        using var file = SafetensorsFile.Open(At("adapter_model.safetensors"));
        Assert.Equal([8L], file.Entries.Single(entry => entry.Name == "base_model.model.layer.0.query.lora_magnitude_vector").Shape);
        Assert.Equal([2L, 8], file.Entries.Single(entry => entry.Name == "base_model.model.layer.0.query.lora_A.weight").Shape);
        Assert.Equal(14, file.Entries.Count);
        var config = JsonNode.Parse(File.ReadAllText(At("adapter_config.json")))!.AsObject();
        Assert.True((bool)config["use_dora"]!);
        Assert.Equal(("LORA", 2, 4), ((string?)config["peft_type"], (int)config["r"]!, (int)config["lora_alpha"]!));
    }

    [Fact]
    public void A_magnitude_by_its_modules_name_is_read_and_one_of_both_names_is_not()
    {
        using var scope = NewDisposeScope();
        using var model = Trained();
        model.SaveAdapter(directory.Path);
        var tensors = Tensors().ToDictionary(entry => entry.Key.EndsWith("magnitude_vector", StringComparison.Ordinal) ? entry.Key + ".weight" : entry.Key, entry => entry.Value);
        SafetensorsWriter.Write(At("adapter_model.safetensors"), tensors);
        using (var fresh = Base())
        {
            fresh.LoadAdapter(directory.Path);
            Assert.True(model.call(Toy.Batch(9).Ids).Equals(fresh.call(Toy.Batch(9).Ids)));
        }

        tensors["base_model.model.layer.0.query.lora_magnitude_vector"] = ones(8);
        SafetensorsWriter.Write(At("adapter_model.safetensors"), tensors);
        Refused("layer.0.query.lora_magnitude_vector.weight: it is there twice");
    }

    [Fact]
    public void A_file_that_does_not_fit_its_setting_is_refused()
    {
        using var scope = NewDisposeScope();
        using var model = Trained();
        model.SaveAdapter(directory.Path);
        var tensors = Tensors();
        tensors.Remove("base_model.model.layer.0.query.lora_magnitude_vector");
        tensors["base_model.model.layer.1.value.lora_magnitude_vector"] = ones(1, 8);
        SafetensorsWriter.Write(At("adapter_model.safetensors"), tensors);
        Refused("layer.0.query.lora_magnitude_vector: missing", "layer.1.value.lora_magnitude_vector: is [1, 8], and the model and the configuration ask for [8]");

        model.SaveAdapter(directory.Path);
        Configure(config => config["use_dora"] = false);
        Refused("base_model.model.layer.0.query.lora_magnitude_vector: nothing in the model is called so");

        Configure(config => (config["use_dora"], config["rank_pattern"]) = (true, new JsonObject { ["layer.1.query"] = 0 }));
        Refused("layer.1.query: Rank is 0; it is at least 1");
    }

    [Fact]
    public void Two_kinds_on_one_model_are_not_saved_as_one()
    {
        using var scope = NewDisposeScope();
        using var model = Base();
        var (first, second) = (Directory.CreateDirectory(At("lora")).FullName, Directory.CreateDirectory(At("dora")).FullName);
        foreach (var (method, role, place) in new (Action<TuneStrategyBuilder>, Matrix, string)[] { (s => s.Lora(2), Matrix.Q, first), (s => s.Dora(2), Matrix.V, second) })
        {
            using (var tuning = model.BeginTuning(TuneStrategy<ToyClassifier>.Create(s =>
            {
                method(s);
                s.Tune(role);
            })))
            {
                tuning.SaveAdapter(place);
            }

            model.RemoveAdapter();
        }

        model.LoadAdapter(first);
        model.LoadAdapter(second);
        var message = Assert.Throws<TuningException>(() => model.SaveAdapter(At("both"))).Message;
        Assert.Contains("'layer.0.query' has LoRA, 'layer.0.value' has DoRA", message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(At("both")));
    }

    [Fact]
    public void A_file_declares_it_by_a_key_and_not_beside_LoRA()
    {
        var path = At("tuning.attngen.json");
        File.WriteAllText(path, """{ "model": "AttnGen.Tests.Models.ToyClassifier", "strategies": { "A": { "dora": { "rank": 2, "dropout": 0.25 }, "tune": { "V": {} } } } }""");
        Assert.Equal(TuneStrategy<ToyClassifier>.Create(s => s.Dora(2, dropout: 0.25).Tune(Matrix.V)), TuneStrategy<ToyClassifier>.FromFile(path, "A"));
        File.WriteAllText(path, """{ "model": "AttnGen.Tests.Models.ToyClassifier", "strategies": { "A": { "dora": {}, "lora": {}, "tune": { "V": {} } } } }""");
        var message = Assert.Throws<StrategyFileException>(() => TuneStrategy<ToyClassifier>.FromFile(path, "A")).Message;
        Assert.Contains("The method is declared twice: \"lora\" and \"dora\". Remove one of the two.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_is_resumed_bit_for_bit()
    {
        using var scope = NewDisposeScope();
        var state = At("state.safetensors");
        var whole = Run(8, null);
        var half = Run(4, save: state);
        var resumed = Run(4, load: state);
        Assert.Equal(whole, [.. half, .. resumed]);

        List<float> Run(int steps, string? save = null, string? load = null)
        {
            manual_seed(1);
            using var model = new WideClassifier();
            using var tuning = model.BeginTuning(Wide, Options);
            var first = load is null ? 0 : (int)tuning.LoadState(load).StepCount;
            var losses = WideTask.Train(model, tuning, steps, first);
            if (save is not null)
            {
                tuning.SaveState(save);
            }

            return losses;
        }
    }

    [Fact]
    public void Over_rounded_weights_it_is_in_single_precision_and_changes_nothing_untrained()
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        using var model = new WideClassifier();
        var input = randn(2, 3, WideClassifier.Width);
        List<float> losses;
        using (var tuning = model.BeginTuning(Wide, Options with { Precision = Precision.BFloat16 }))
        {
            Assert.All(tuning.Groups.SelectMany(group => group.TunedParameters), tuned => Assert.Equal(ScalarType.Float32, tuned.Parameter.dtype));
            var adapted = model.call(input);
            losses = WideTask.Train(model, tuning, 4);
            Assert.All(losses, loss => Assert.True(float.IsFinite(loss)));
            Assert.False(adapted.Equals(model.call(input)));
            tuning.Dispose();
            model.RemoveAdapter();
            manual_seed(6);
            using var bare = new WideClassifier();
            using var head = bare.BeginTuning(TuneStrategy<WideClassifier>.Create(s => s.Head()), Options with { Precision = Precision.BFloat16 });
            Assert.True(adapted.Equals(bare.call(input)));
        }

        manual_seed(6);
        using var single = new WideClassifier();
        using var exact = single.BeginTuning(Wide, Options);
        Assert.All(WideTask.Train(single, exact, 4).Zip(losses), pair => Assert.Equal(pair.First, pair.Second, 0.05f));
    }

    [Fact]
    public void A_model_of_another_assembly_has_it_as_hooks_with_the_same_numbers()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var plain = new PlainClassifier(PlainTask.Width, 2);
        using var twin = new TwinClassifier(PlainTask.Width, 2);
        twin.load_state_dict(plain.state_dict());
        using var tuning = plain.BeginTuning(TuneStrategy<PlainClassifier>.Create(Declare), Options);
        using var expected = twin.BeginTuning(TuneStrategy<TwinClassifier>.Create(Declare), Options);
        Assert.Equal(expected.TrainableCount, tuning.TrainableCount);
        foreach (var (ours, theirs) in PlainTask.Train(plain, tuning, 30).Zip(PlainTask.Train(twin, expected, 30)))
        {
            Assert.Equal(theirs, ours, 1e-4f);
        }

        static void Declare(TuneStrategyBuilder strategy) => strategy.Dora(2).Tune(Matrix.Q).Tune(Matrix.V, lrScale: 4);
    }

    [Fact]
    public void The_papers_groups_have_every_magnitude_in_V()
    {
        using var model = new ToyClassifier();
        using var tuning = model.BeginTuning(TuneStrategy<ToyClassifier>.Create(s => s.Dora(2).Tune(Matrix.Q).Tune(Matrix.V, lrScale: 4).Grouping(Grouping.Paper)), Options);
        Assert.Equal(["layer.0.query.lora_A.weight", "layer.0.query.lora_B.weight", "layer.1.query.lora_A.weight", "layer.1.query.lora_B.weight"], tuning.Groups[Matrix.Q].TunedParameters.Select(tuned => tuned.Path));
        Assert.Equal(4, tuning.Groups[Matrix.V].TunedParameters.Count(tuned => tuned.Path.EndsWith("lora_magnitude_vector", StringComparison.Ordinal)));
        Toy.Train(model, tuning, 2);
        tuning.SaveAdapter(directory.Path);
    }

    [Fact]
    public void A_projections_place_takes_it()
    {
        using var scope = NewDisposeScope();
        using var linear = nn.Linear(8, 8);
        var (slot, none) = (new ProjectionSlot { Adapter = LowRankAdapter.Create(new DoraTuning(2, 2), linear.weight, null) }, new ProjectionSlot());
        var input = randn(2, 3, 8);
        var (query, key, _) = ProjectionSlot.Project(slot, linear, none, linear, none, linear, input, input, training: true);
        Assert.True(query.Equals(key));
        slot.Adapter.Dispose();
    }

    public void Dispose() => directory.Dispose();

    private static ToyClassifier Base()
    {
        manual_seed(31);
        return new ToyClassifier();
    }

    private static ToyClassifier Trained()
    {
        var model = Base();
        using var tuning = DoraQv.Begin(model, Options);
        Toy.Train(model, tuning, 10);
        return model;
    }

    private static string Origins(double dropout)
    {
        using var model = new ToyClassifier();
        using var tuning = DoraQv.Begin(model, DoraQv.Value with { Dropout = dropout });
        return tuning.Explain();
    }

    private string At(string name) => Path.Combine(directory.Path, name);

    private Dictionary<string, Tensor> Tensors()
    {
        using var file = SafetensorsFile.Open(At("adapter_model.safetensors"));
        return file.Entries.ToDictionary(entry => entry.Name, entry => file.ReadTensor(entry.Name));
    }

    private void Configure(Action<JsonObject> change)
    {
        var config = JsonNode.Parse(File.ReadAllText(At("adapter_config.json")))!.AsObject();
        change(config);
        File.WriteAllText(At("adapter_config.json"), config.ToJsonString());
    }

    private void Refused(params string[] expected)
    {
        using var model = Base();
        var before = model.call(Toy.Batch(3).Ids);
        var message = Assert.Throws<AdapterFormatException>(() => model.LoadAdapter(directory.Path)).Message;
        Assert.All(expected, part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.True(before.Equals(model.call(Toy.Batch(3).Ids)));
    }
}
