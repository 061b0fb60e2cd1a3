using TorchSharp;

namespace AttnGen.Training.Tests.Glue;

public sealed class GlueTaskTests
{
    [Fact]
    public void The_eight_tasks_with_their_metrics()
    {
        string[] expected =
        [
            "CoLA: 2 of unacceptable acceptable; sentence; matthews; reported matthews",
            "SST-2: 2 of negative positive; sentence; accuracy; reported accuracy",
            "MRPC: 2 of not_equivalent equivalent; #1 String #2 String; accuracy f1; reported accuracy",
            "STS-B: 1 of ; sentence1 sentence2; pearson spearman; reported pearson",
            "QQP: 2 of not_duplicate duplicate; question1 question2; accuracy f1; reported accuracy",
            "MNLI: 3 of entailment neutral contradiction; sentence1 sentence2; accuracy; reported accuracy",
            "QNLI: 2 of entailment not_entailment; question sentence; accuracy; reported accuracy",
            "RTE: 2 of entailment not_entailment; sentence1 sentence2; accuracy; reported accuracy",
        ];
        Assert.Equal(expected, GlueTask.All.Select(task =>
            $"{task.Name}: {task.Outputs} of {string.Join(' ', task.LabelNames)}; {string.Join(' ', task.SentenceColumns)}; "
            + $"{string.Join(' ', task.Metrics().Select(metric => metric.Name))}; reported {task.Reported}"));
        Assert.All(GlueTask.All, task =>
        {
            Assert.Equal(task.SentenceColumns.Count == 2, task.IsPair);
            Assert.Equal(task == GlueTask.StsB ? null : task.LabelNames.Count, task.Classes);
            Assert.Equal(task == GlueTask.Mnli ? [GluePart.Development, GluePart.DevelopmentMismatched] : [GluePart.Development], task.DevelopmentParts);
            Assert.NotSame(task.Metrics()[0], task.Metrics()[0]);
        });
    }

    [Fact]
    public void A_name_is_found_in_any_spelling()
    {
        Assert.All(GlueTask.All, task => Assert.Same(task, GlueTask.Parse(task.Name)));
        Assert.Same(GlueTask.Sst2, GlueTask.Parse("sst-2"));
        Assert.Same(GlueTask.Sst2, GlueTask.Parse(" SST2"));
        Assert.Same(GlueTask.StsB, GlueTask.Parse("sts_b"));
        Assert.Equal("'WNLI' is no GLUE task. There are CoLA, SST-2, MRPC, STS-B, QQP, MNLI, QNLI, RTE.", Assert.Throws<FormatException>(() => GlueTask.Parse("WNLI")).Message);
        Assert.Throws<FormatException>(() => GlueTask.Parse(""));
    }

    [Fact]
    public void The_loss_is_cross_entropy_or_the_squared_error()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor classes = torch.tensor(new long[] { 0, 2 });
        // -log(e^2 / (e^2 + 2)) for the first, log 3 for the second.
        double expected = (Math.Log(Math.Exp(2) + 2) - 2 + Math.Log(3)) / 2;
        Assert.Equal(expected, GlueTask.Mnli.Loss(torch.tensor(new float[] { 2, 0, 0, 1, 1, 1 }, [2, 3]), classes).ToDouble(), 1e-6);

        torch.Tensor scores = torch.tensor(new[] { 1f, 2f, 5f });
        Assert.Equal((0.25 + 4 + 0) / 3, GlueTask.StsB.Loss(torch.tensor(new[] { 1.5f, 0f, 5f }), scores).ToDouble(), 1e-6);
        Assert.Equal((0.25 + 4 + 0) / 3, GlueTask.StsB.Loss(torch.tensor(new[] { 1.5f, 0f, 5f }, [3, 1]), scores).ToDouble(), 1e-6);
    }

    [Fact]
    public void Outputs_of_another_shape_have_no_loss()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor labels = torch.tensor(new long[] { 0, 1 });
        Assert.Contains("MNLI has 3 classes (entailment, neutral, contradiction), but the logits are of 2.", Assert.Throws<ArgumentException>(() => GlueTask.Mnli.Loss(torch.rand(2, 2), labels)).Message, StringComparison.Ordinal);
        Assert.Contains("not [2, 2] and [2]", Assert.Throws<ArgumentException>(() => GlueTask.StsB.Loss(torch.rand(2, 2), torch.rand(2))).Message, StringComparison.Ordinal);
        Assert.Contains("not [2] and [2]", Assert.Throws<ArgumentException>(() => GlueTask.Rte.Loss(torch.rand(2), labels)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_score_is_the_reported_metric_of_MNLI_the_mean_of_both_parts()
    {
        Assert.Equal(0.75, GlueTask.Mnli.Score(Result("accuracy", 0.5), Result("accuracy", 1)));
        Assert.Equal(0.5, GlueTask.Mnli.Score(Result("accuracy", 0.5)));
        Assert.Equal(-0.25, GlueTask.Cola.Score(Result("matthews", -0.25)));
        Assert.Contains("CoLA has no matthews, only accuracy", Assert.Throws<ArgumentException>(() => GlueTask.Cola.Score(Result("accuracy", 1))).Message, StringComparison.Ordinal);
        Assert.Contains("no result of RTE", Assert.Throws<ArgumentException>(() => GlueTask.Rte.Score()).Message, StringComparison.Ordinal);
    }

    private static EvaluationResult Result(string metric, double value) => new(0.1, new Dictionary<string, double> { [metric] = value }, 10, 1);
}
