using AttnGen.Autograd;
using AttnGen.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Tests.Autograd;

/// <summary>Operations of AttnGen's own in libtorch's graph.</summary>
public sealed class BackwardNodeTests
{
    [Fact]
    public void Gradients_are_those_of_the_same_operations_recorded_by_libtorch()
    {
        var seed = Environment.TickCount & 0xffff;
        using var scope = NewDisposeScope();
        manual_seed(seed);
        var (x, y) = (randn(5, 3).requires_grad_(), randn(5, 3).requires_grad_());
        var (one, other) = (randn(5, 3), randn(5, 3));
        var (first, second) = ScalingNode.Apply(x, y);
        Assert.True(first.requires_grad && second.requires_grad && !first.is_leaf);
        ((first * one).sum() + (second * other).sum()).backward();
        Assert.True(x.grad!.allclose((2 * y * one) + (3 * other)), $"seed {seed}");
        Assert.True(y.grad!.allclose(2 * x * one), $"seed {seed}");
    }

    [Fact]
    public void An_output_that_nothing_used_brings_no_gradient()
    {
        using var scope = NewDisposeScope();
        var (x, y) = (ones(4).requires_grad_(), ones(4).requires_grad_());
        ScalingNode.Apply(x, y).Second.sum().backward();
        Assert.True(x.grad!.Equals(full(4, 3f)));
        Assert.True(y.grad is null || y.grad.count_nonzero().item<long>() == 0);
    }

    [Fact]
    public void A_graph_that_is_retained_runs_again_to_the_same_gradients()
    {
        using var scope = NewDisposeScope();
        var (x, y) = (ones(4).requires_grad_(), full(4, 2f).requires_grad_());
        var loss = ScalingNode.Apply(x, y).First.sum();
        loss.backward(retain_graph: true);
        loss.backward();
        Assert.True(x.grad!.Equals(full(4, 8f)));
    }

    [Fact]
    public void An_exception_inside_a_backward_pass_ends_nothing_and_the_next_recorded_operation_throws_it()
    {
        using var scope = NewDisposeScope();
        var (x, y) = (ones(4).requires_grad_(), ones(4).requires_grad_());
        var failure = new InvalidOperationException("no memory for it");
        ScalingNode.Apply(x, y, failure).First.sum().backward();
        Assert.True(x.grad!.isnan().all().item<bool>() && y.grad!.isnan().all().item<bool>());
        var thrown = Assert.Throws<TuningException>(() => ScalingNode.Apply(x, y));
        Assert.Same(failure, thrown.InnerException);
        Assert.Contains("no memory for it", thrown.Message, StringComparison.Ordinal);
        x.grad!.zero_();
        ScalingNode.Apply(x, y).First.sum().backward();
        Assert.True(x.grad!.Equals(full(4, 2f)));
    }

    [Fact]
    public void A_failed_pass_of_one_thread_stops_no_other()
    {
        using var scope = NewDisposeScope();
        var (x, y) = (ones(4).requires_grad_(), ones(4).requires_grad_());
        var failing = new Thread(() => ScalingNode.Apply(ones(4).requires_grad_(), ones(4).requires_grad_(), new InvalidOperationException("of another")).First.sum().backward());
        failing.Start();
        failing.Join();
        ScalingNode.Apply(x, y).First.sum().backward();
        Assert.True(x.grad!.Equals(full(4, 2f)));
    }

    /// <summary>What the session that begins forgets is the message; the gradients of the other remain what they are.</summary>
    [Fact]
    public void A_session_that_begins_after_a_failed_pass_of_another_does_not_make_its_gradients_whole()
    {
        using var scope = NewDisposeScope();
        using var model = new ToyClassifier();
        using var tuning = model.BeginTuning();
        var before = model.Classifier.weight.clone();
        FailedPass(model).backward();
        using var other = new ToyClassifier();
        using var begun = other.BeginTuning();
        Toy.Train(other, begun, 1);
        Assert.Throws<NonFiniteException>(() => tuning.Step());
        Assert.True(before.Equals(model.Classifier.weight));
        Toy.Train(model, tuning, 1);
        Assert.False(before.Equals(model.Classifier.weight));
    }

    [Fact]
    public void A_pass_that_failed_on_another_thread_is_the_reason_that_the_session_gives()
    {
        using var scope = NewDisposeScope();
        using var model = new ToyClassifier();
        using var tuning = model.BeginTuning();
        var passing = new Thread(() => FailedPass(model).backward());
        passing.Start();
        passing.Join();
        var problem = Assert.Throws<NonFiniteException>(() => tuning.Step());
        Assert.EndsWith("A backward pass failed before it: broken", problem.Message, StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(problem.InnerException);
    }

    [Fact]
    public void What_a_step_on_another_thread_told_is_not_told_again_and_the_next_failure_is()
    {
        using var scope = NewDisposeScope();
        using var model = new ToyClassifier();
        using var tuning = model.BeginTuning();
        using var told = new ManualResetEventSlim();
        using var failed = new ManualResetEventSlim();
        Exception? again = null;
        Exception? next = null;
        var passing = new Thread(() =>
        {
            FailedPass(model).backward();
            failed.Set();
            told.Wait();
            again = Record.Exception(() => ScalingNode.Apply(ones(4).requires_grad_(), ones(4).requires_grad_(), new InvalidOperationException("another")).First.sum().backward());
            next = Record.Exception(() => ScalingNode.Apply(ones(4).requires_grad_(), ones(4).requires_grad_()));
        });
        passing.Start();
        failed.Wait();
        Assert.Throws<NonFiniteException>(() => tuning.Step());
        told.Set();
        passing.Join();
        Assert.Null(again);
        Assert.Contains("another", Assert.IsType<TuningException>(next).Message, StringComparison.Ordinal);
    }

    /// <summary>After <c>zero_grad()</c> of the model the gradients are elsewhere than in the session's memory, and must be dropped there.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_of_a_refused_step_is_left_for_the_next(bool failedPass)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var model = new ToyClassifier();
        using var tuning = model.BeginTuning(TuneStrategy<ToyClassifier>.Create(strategy => strategy.Tune(Matrix.V)));
        var (ids, labels) = Toy.Batch(1);
        model.zero_grad();
        if (failedPass)
        {
            FailedPass(model).backward();
            Assert.Throws<TuningException>(() => tuning.Step());
        }
        else
        {
            Toy.Loss(model, ids, labels).backward();
            using var infinite = tensor(float.PositiveInfinity);
            Assert.Throws<NonFiniteException>(() => tuning.Step(infinite));
        }

        Assert.All(tuning.Groups.SelectMany(group => group.Parameters), parameter => Assert.True(parameter.grad is null || parameter.grad.count_nonzero().item<long>() == 0));
    }

    [Fact]
    public void A_session_does_not_step_after_a_backward_pass_that_failed()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var model = new ToyClassifier();
        using var tuning = model.BeginTuning();
        var before = model.Classifier.weight.clone();
        var loss = FailedPass(model);
        loss.backward();
        Assert.Contains("broken", Assert.Throws<TuningException>(() => tuning.Step(loss)).Message, StringComparison.Ordinal);
        Assert.True(before.Equals(model.Classifier.weight));
        Assert.Equal(0, tuning.StepCount);
        Toy.Train(model, tuning, 1);
        Assert.False(before.Equals(model.Classifier.weight));
    }

    [Fact]
    public void A_second_derivative_is_refused_and_not_silently_wrong()
    {
        using var scope = NewDisposeScope();
        var (x, y) = (ones(4).requires_grad_(), ones(4).requires_grad_());
        _ = autograd.grad([ScalingNode.Apply(x, y).First.sum()], [x], create_graph: true, allow_unused: true);
        Assert.Contains("create_graph", Assert.Throws<TuningException>(() => ScalingNode.Apply(x, y)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_that_was_kept_and_then_changed_in_place_is_noticed()
    {
        using var scope = NewDisposeScope();
        var (x, y) = (ones(4).requires_grad_(), ones(4).requires_grad_());
        var z = y * 1;
        var output = ScalingNode.Apply(x, z).First;
        z.add_(1);
        output.sum().backward();
        Assert.Contains("inplace", Assert.Throws<TuningException>(() => ScalingNode.Apply(x, y)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_left_of_many_passes()
    {
        var (x, y) = (ones(64).requires_grad_(), ones(64).requires_grad_());
        Pass();
        var before = Tensor.TotalCount;
        for (var i = 0; i < 100; i++)
        {
            Pass();
        }

        BackwardNode.ReleaseReturned();
        Assert.InRange(Tensor.TotalCount, 0, before);
        x.Dispose();
        y.Dispose();

        void Pass()
        {
            using var scope = NewDisposeScope();
            var (first, second) = ScalingNode.Apply(x, y);
            (first + second).sum().backward();
        }
    }

    [Fact]
    public void The_garbage_collector_takes_nothing_that_the_graph_still_calls()
    {
        using var scope = NewDisposeScope();
        var (x, y) = (ones(4).requires_grad_(), ones(4).requires_grad_());
        // More at a time than any test before, so that some of the functions are new.
        var outputs = Enumerable.Range(0, 500).Select(_ => ScalingNode.Apply(x, y).First).ToList();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        outputs.Aggregate((sum, next) => sum + next).sum().backward();
        Assert.True(x.grad!.Equals(full(4, 1000f)));
    }

    [Fact]
    public void Two_threads_each_have_their_own_passes()
    {
        var problems = new System.Collections.Concurrent.ConcurrentBag<string>();
        var threads = Enumerable.Range(1, 2).Select(factor => new Thread(() =>
        {
            for (var i = 0; i < 200; i++)
            {
                using var scope = NewDisposeScope();
                var (x, y) = (ones(8).requires_grad_(), full(8, (float)factor).requires_grad_());
                ScalingNode.Apply(x, y).First.sum().backward();
                if (!x.grad!.Equals(full(8, 2f * factor)))
                {
                    problems.Add($"thread {factor}, pass {i}: {x.grad}");
                }
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Empty(problems);
    }

    private static Tensor FailedPass(ToyClassifier model)
    {
        var (ids, labels) = Toy.Batch(1);
        var output = model.call(ids);
        return nn.functional.cross_entropy(ScalingNode.Apply(output, ones_like(output), new InvalidOperationException("broken")).First, labels);
    }
}
