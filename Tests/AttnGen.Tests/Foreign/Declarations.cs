using AttnGen.PlainModels;
using Microsoft.ML.TorchSharp.NasBert.Models;

[assembly: AttnGen.TuneModel<PlainClassifier>(Key = "layers.*.attention.key", Head = "classifier")]
[assembly: AttnGen.TuneAttention<PlainClassifier, PlainAttention>(Query = nameof(PlainAttention.Query), Value = nameof(PlainAttention.Value))]
[assembly: AttnGen.TuneModel<PlainLayer>(Query = "attention.Query", Key = "attention.key", Value = "attention.Value")]
[assembly: AttnGen.TuneModel<PastHooks>(Query = "query", Key = "key")]
[assembly: AttnGen.TuneAttention<PastHooks, PastHooks>(Value = nameof(PastHooks.Value))]
[assembly: AttnGen.TuneModel<NasBertEncoder>(
    Query = "Layers.*.Operation.SelfAttention.QProjection", Key = "Layers.*.Operation.SelfAttention.KProjection", Value = "Layers.*.Operation.SelfAttention.VProjection")]
