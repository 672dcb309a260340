// Drives the catalogue with the vendor's Node SDK: publishes, looks, unpublishes, deletes; prints how each asset then stands.
const core = require('@huaweicloud/huaweicloud-sdk-core');
const vod = require('@huaweicloud/huaweicloud-sdk-vod/v1/public-api');

async function main() {
  const { ENDPOINT, AK, SK, PROJECT_ID } = process.env;
  const credentials = new core.BasicCredentials().withAk(AK).withSk(SK).withProjectId(PROJECT_ID);
  const client = vod.VodClient.newBuilder().withCredential(credentials).withEndpoint(ENDPOINT).build();
  const states = answer => answer.asset_info_array.map(asset => asset.status).join(' ');

  const publish = new vod.PublishAssetsRequest();
  publish.body = new vod.PublishAssetReq();
  publish.body.withAssetId(['draft', 'nobody']);
  console.log(states(await client.publishAssets(publish)));

  const details = new vod.ShowAssetDetailRequest();
  details.assetId = 'draft';
  console.log((await client.showAssetDetail(details)).base_info.title);

  const info = new vod.ShowAssetMetaRequest();
  info.assetId = ['draft', 'shelved'];
  console.log((await client.showAssetMeta(info)).total);

  const list = new vod.ListAssetListRequest();
  list.status = ['PUBLISHED'];
  list.size = 1;
  console.log((await client.listAssetList(list)).total);

  const unpublish = new vod.UnpublishAssetsRequest();
  unpublish.body = publish.body;
  console.log(states(await client.unpublishAssets(unpublish)));

  const remove = new vod.DeleteAssetsRequest();
  remove.assetId = ['draft', 'nobody'];
  console.log((await client.deleteAssets(remove)).delete_result_array.map(result => result.status).join(' '));
}

main().catch(refused => {
  console.log(refused.httpStatusCode, refused.errorCode ?? refused.code ?? refused.message, refused.errorMsg ?? '');
  process.exit(1);
});
