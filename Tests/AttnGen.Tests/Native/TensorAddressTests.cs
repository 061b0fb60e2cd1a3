using AttnGen.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Tests.Native;

public sealed class TensorAddressTests
{
    [Theory]
    [InlineData(ScalarType.Float32, 4)]
    [InlineData(ScalarType.BFloat16, 2)]
    [InlineData(ScalarType.Int64, 8)]
    public void A_view_begins_where_its_first_element_lies(ScalarType type, int bytes)
    {
        using var scope = NewDisposeScope();
        var flat = zeros(100, dtype: type);

        Assert.NotEqual(0, TensorAddress.Of(flat));
        Assert.Equal(TensorAddress.Of(flat), TensorAddress.Of(flat.view(10, 10)));
        Assert.Equal(TensorAddress.Of(flat) + (37 * bytes), TensorAddress.Of(flat.narrow(0, 37, 5)));
        Assert.NotEqual(TensorAddress.Of(flat), TensorAddress.Of(flat.clone()));
        Assert.Equal(TensorAddress.ByStableInterface(flat.narrow(0, 37, 5)), TensorAddress.ByStorage(flat.narrow(0, 37, 5)));
    }

    [Fact]
    public void What_TorchSharp_writes_first_stands_there()
    {
        using var values = zeros(8);
        values.bytes[0] = 1;
        Assert.Equal(1, System.Runtime.InteropServices.Marshal.ReadByte(TensorAddress.Of(values)));
    }
}
