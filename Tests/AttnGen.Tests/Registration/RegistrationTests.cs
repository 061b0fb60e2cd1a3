using AttnGen.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Tests.Registration;

public sealed class RegistrationTests
{
    private static readonly string[] Names = ["Dense.weight", "Dense.bias", "tail.weight", "tail.bias", "gate.weight"];

    [Fact]
    public void What_is_a_module_by_its_value_is_registered_and_nothing_twice()
    {
        using var model = new ToyLate();
        Assert.Equal(Names.Order(StringComparer.Ordinal), model.named_parameters().Select(parameter => parameter.name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_module_over_a_class_that_reflects_can_be_put_into_another_one()
    {
        using var model = new ToyLate();
        using var outer = nn.Sequential(model);

        Assert.Equal(Names.Length, model.named_parameters().Count());
        Assert.Equal(Names.Length, outer.parameters().Count());
    }

    [Fact]
    public void What_was_set_after_the_registration_does_not_stop_a_move()
    {
        using var model = new ToyLate();
        model.Complete();
        model.to(ScalarType.Float64);

        Assert.All(model.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
    }

    [Fact]
    public void A_module_that_nothing_speaks_of_is_refused_by_its_path()
    {
        using var model = new ToyLate();
        var error = Assert.Throws<TuningException>(() => model.BeginTuning());
        Assert.Contains("gate.weight", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_move_registers_what_the_properties_hold_then(bool isDerived)
    {
        using var model = isDerived ? new ToyRescaled() : new ToyScaled();
        model.to(ScalarType.Float64);

        Assert.Same(model.Scale, Assert.Single(model.named_parameters(), parameter => parameter.name == "Scale").parameter);
        Assert.Same(model.Shift, Assert.Single(model.named_parameters(), parameter => parameter.name == "Shift").parameter);
        Assert.Same(model.Offset, Assert.Single(model.named_buffers(), buffer => buffer.name == "Offset").buffer);
        Assert.Equal((ScalarType.Float64, ScalarType.Float64), (model.Scale.dtype, model.Offset.dtype));
        Assert.Equal(["Offset", "Scale", "Shift"], model.state_dict().Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_was_trained_in_a_property_moves_with_the_model()
    {
        using var model = new ToyScaled();
        model.to(ScalarType.Float64);
        using (no_grad())
        {
            model.Scale.fill_(3);
        }

        model.to(ScalarType.Float32);

        Assert.Equal(3f, model.Scale.mean().item<float>());
    }
}
